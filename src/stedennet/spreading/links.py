"""Addresses of the pages that this room's mails link to; the site registers them at start-up."""

from collections.abc import Callable
from typing import Any

Link = Callable[[str, str], str]
"""From a token and a language ("nl" or "en") to a whole address."""
_links: dict[str, Link] = {}
Address = Callable[[Any, str], str]
"""From a record of the search room and a language to the whole address of its page."""
_record_urls: list[Address] = []


def register_links(**links: Link) -> None:
    """Say where these pages are: `confirm`, `own` (all of one address) and `stop` (one subscription)."""
    _links.update(links)


def link_to(name: str, token: str, language: str) -> str:
    """The address of the page `name`. Raises KeyError when nobody said where it is."""
    return _links[name](token, language)


def register_record_url(address: Address) -> None:
    """Say where the pages of things are."""
    _record_urls[:] = [address]


def get_record_url(record: Any, language: str) -> str:
    """The whole address of a thing's page. Raises IndexError when nobody said where pages are."""
    return _record_urls[0](record, language)
