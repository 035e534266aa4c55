"""Every public address: those without parameters in the table of addresses, and what links and filters lead to."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import lxml.html
from django.urls import URLPattern, get_resolver

from .world import HOST

STARTS = (
    "/", "/en/", "/robots.txt", "/sitemap.xml", "/favicon.ico", "/bestaat-niet/", "/en/bestaat-niet/",
    "/zoeken/?q=verlichting", "/zoeken/?q=verlichitng&soort=initiative", "/en/zoeken/?q=lighting",
    "/zoeken/namen/?q=eind", "/initiatieven/aanmelden/lijkt-op/?title=Lantaarnpalen",
    "/.well-known/webfinger?resource=acct:stedennet@stedennet.example",
)  # fmt: skip
NOT_PUBLIC = ("/beheer/", "/static/", "/livez", "/readyz", "/healthz", "/workerz", "/csp-melding", "/rekensom/")
MOST_ALIKE = 3
"""Links with the same start and the same names of parameters that are followed."""
MOST_CHOICES = 100
"""The same for the choices of a filter on the Dutch pages."""


class Crawl:
    """Gives addresses until none is left that was not seen; only those that begin with `within`."""

    def __init__(self, starts: Iterable[str], *, within: str = "/") -> None:
        self._waiting = deque(dict.fromkeys(starts))
        self.seen = set(self._waiting)
        self._alike: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self._within = within

    def __iter__(self) -> Iterator[str]:
        while self._waiting:
            yield self._waiting.popleft()

    def add_links(self, address: str, page: str) -> None:
        """What this page of the site leads to."""
        document = lxml.html.fromstring(page)
        for url in document.xpath("//a/@href | //link[not(contains(@rel, 'stylesheet'))]/@href | //img/@src"):
            self._add(urljoin(address, url), most=MOST_ALIKE)
        for form in document.forms:
            for choice in find_choices(address, form) if form.method == "GET" else ():
                self._add(choice, most=1 if choice.startswith("/en/") else MOST_CHOICES)

    def _add(self, url: str, *, most: int) -> None:
        parts = urlsplit(url)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.netloc not in ("", HOST) or parts.path.startswith(NOT_PUBLIC) or address in self.seen:
            return
        if parts.scheme not in ("", "http") or not address.startswith(self._within):
            return
        alike = ("/".join(parts.path.split("/")[:3]), tuple(sorted(name for name, _value in parse_qsl(parts.query))))
        self._alike[alike] += 1
        if not parts.query or self._alike[alike] <= most:
            self.seen.add(address)
            self._waiting.append(address)


def find_choices(address: str, form: Any) -> Iterator[str]:
    """The address of each single choice that a form which only asks offers."""
    action = urljoin(address, form.action or "").partition("?")[0]
    for field in form.inputs:
        one = [field.get("value", "on")] if field.get("type") in ("checkbox", "radio") else []
        values = field.value_options if field.tag == "select" else one
        yield from (f"{action}?{urlencode({field.name: value})}" for value in values if value and field.name)


def find_plain_addresses() -> list[str]:
    """Each address without parameters that the table of addresses has, in both languages."""
    return [f"{prefix}/{route}" for prefix in ("", "/en") for route in _walk_patterns(get_resolver(), "")]


def _walk_patterns(resolver: Any, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("en/").removeprefix("^").removesuffix("$")
        if set(route) & set("<(*\\[") or f"/{route}".startswith(NOT_PUBLIC):
            continue
        yield from [route] if isinstance(pattern, URLPattern) else _walk_patterns(pattern, route)
