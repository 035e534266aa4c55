"""`{% sources rows "organisation" %}`: where the facts of a block come from, told once below it."""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from django import template

from ..cards.network import host_of

register = template.Library()


class Source(TypedDict):
    """An address, the site that it is on, and what it says something about."""

    url: str
    host: str
    of: list[object]


@register.inclusion_tag("elements/sources.html")
def sources(rows: Iterable[Mapping[str, object]], about: str) -> dict[str, list[Source]]:
    """The sources of these rows (`source_url`), each once; `about` is the key of its subject, words or a card."""
    found: dict[str, Source] = {}
    for row in rows:
        subject = row[about]
        url = str(row.get("source_url") or "")
        if url:
            source = found.setdefault(url, {"url": url, "host": host_of(url), "of": []})
            source["of"].append(subject["name"] if isinstance(subject, Mapping) else subject)
    return {"sources": list(found.values())}
