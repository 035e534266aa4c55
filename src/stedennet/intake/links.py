"""Addresses of the pages that this room's mails link to; the site registers them at start-up."""

from collections.abc import Callable

UrlBuilder = Callable[[str, str], str]
"""From a token or a key, and a language ("nl" or "en"), to a whole address."""

_urls: dict[str, UrlBuilder] = {}


def register_url(name: str, link: UrlBuilder) -> None:
    """Say where the page `name` is: "confirm" (a token) or "moderate" (the key of a submission)."""
    _urls[name] = link


def get_url(name: str, key: str, language: str) -> str:
    """The address of the page `name`. Raises KeyError when nobody said where it is."""
    return _urls[name](key, language)
