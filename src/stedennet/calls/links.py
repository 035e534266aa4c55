"""Addresses of the pages that this room's mails link to; the site registers them at start-up."""

from collections.abc import Callable

UrlBuilder = Callable[..., str]
_urls: dict[str, UrlBuilder] = {}


def register_urls(**addresses: UrlBuilder) -> None:
    """`own` and `talk` make a whole address of a secret and a language, `page` and `edit` of a short name, `judge` of
    a key."""
    _urls.update(addresses)


def get_url(name: str, *parts: str) -> str:
    """The whole address of a page. Raises KeyError when nobody said where it is."""
    return _urls[name](*parts)
