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
    of: list[str]


@register.inclusion_tag("elements/sources.html")
def sources(rows: Iterable[Mapping[str, object]], about: str) -> dict[str, list[Source]]:
    """The sources of these rows (`source_url`), each once; `about` is the key of what a row has a name for."""
    found: dict[str, Source] = {}
    for row in rows:
        subject = row[about]
        url = str(row["source_url"] or "")
        if url and isinstance(subject, Mapping):
            source = found.setdefault(url, {"url": url, "host": host_of(url), "of": []})
            source["of"].append(str(subject["name"]))
    return {"sources": list(found.values())}
