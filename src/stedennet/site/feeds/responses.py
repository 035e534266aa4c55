"""Feed responses for a list: paged, as Atom or RSS, with conditional GET."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..filters import Filters
from .entries import Entry, Feed
from .serializers import ATOM_TYPE, RSS_TYPE, serialize_atom, serialize_rss
from .topics import is_announced

PER_PAGE = 24
FOREVER = dt.datetime(2017, 1, 1, tzinfo=dt.UTC)
"""The fixed date of an empty feed, so that its bytes do not change."""
FORMS = {"atom": (serialize_atom, ATOM_TYPE), "rss": (serialize_rss, RSS_TYPE)}
"""The formats that `?vorm=` accepts."""
FRESH_FOR = "max-age=300"


def respond_with_feed(
    request: HttpRequest,
    title: str,
    page: str,
    rows: Any,
    build: Callable[[list[Any]], Iterable[Entry]],
    *,
    filters: Filters | None = None,
) -> HttpResponseBase:
    """Respond with a page of the feed of `rows` (a QuerySet or a list, newest change first).

    `build` turns rows into entries; `page` is the path of the list, `filters` are the choices made there.
    """
    chosen = filters.chosen if filters else {}
    form = "rss" if request.GET.get("vorm") == "rss" else "atom"
    requested = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    entries = tuple(build(list(requested.object_list)))
    addresses = _FeedAddresses(f"{settings.SITE_URL}{request.path}", chosen, form)
    feed = Feed(
        key=addresses.at(1),
        title=f"{settings.NETWORK_NAME}: {title}" + (f" ({', '.join(chosen.values())})" if chosen else ""),
        subtitle=_("Wat er nieuw is of veranderde, op volgorde van de laatste verandering."),
        language=(get_language() or "nl")[:2],
        page_url=f"{settings.SITE_URL}{page}" + (f"?{urlencode(chosen)}" if chosen else ""),
        self_url=addresses.at(requested.number),
        updated=max((entry.updated for entry in entries), default=FOREVER),
        entries=entries,
        network=settings.NETWORK_NAME,
        site=settings.SITE_URL,
        icon_url=f"{settings.SITE_URL}{static('site/icon.svg')}",
        steps=_build_page_links(requested, addresses),
        hub=settings.WEBSUB_HUB if form == "atom" and requested.number == 1 and _is_announced(request, chosen) else "",
    )
    return build_feed_response(request, feed, form)


def _is_announced(request: HttpRequest, chosen: dict[str, str]) -> bool:
    match = request.resolver_match
    return match is not None and is_announced(match.url_name or "", chosen)


def build_feed_response(request: HttpRequest, feed: Feed, form: str) -> HttpResponseBase:
    """Respond with the serialised feed, or with 304 when the client has this version."""
    serialize, media_type = FORMS[form]
    response = HttpResponse(serialize(feed), content_type=f"{media_type}; charset=utf-8")
    links = [("self", feed.self_url), *([("hub", feed.hub)] if feed.hub else [])]
    response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links)
    return make_conditional(request, response, changed_at=feed.updated)


def make_conditional(request: HttpRequest, response: HttpResponse, *, changed_at: dt.datetime) -> HttpResponseBase:
    """Add ETag, Last-Modified and caching headers to the response; return 304 when the client has this version."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    moment = int(changed_at.timestamp())
    response["ETag"], response["Last-Modified"] = etag, http_date(moment)
    response["Cache-Control"] = FRESH_FOR
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, last_modified=moment, response=response) or response


class _FeedAddresses:
    """The absolute URLs of the pages of one feed."""

    def __init__(self, base: str, chosen: dict[str, str], form: str) -> None:
        self.base, self.query = base, {**chosen, **({"vorm": "rss"} if form == "rss" else {})}

    def at(self, number: int) -> str:
        """Return the absolute URL of a page; the first page has no number."""
        query = self.query | ({"pagina": str(number)} if number > 1 else {})
        return f"{self.base}?{urlencode(query)}" if query else self.base


def _build_page_links(page: "Page[object]", addresses: _FeedAddresses) -> tuple[tuple[str, str], ...]:
    last = page.paginator.num_pages
    if last == 1:
        return ()
    numbers = {"first": 1, "last": last}
    if page.has_previous():
        numbers["previous"] = page.previous_page_number()
    if page.has_next():
        numbers["next"] = page.next_page_number()
    return tuple((rel, addresses.at(number)) for rel, number in numbers.items())


def build_tag_uri(kind: str, key: object) -> str:
    """Return the permanent id of a record in the current language, as a tag URI (RFC 4151)."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},2026:{(get_language() or 'nl')[:2]}/{kind}/{key}"
