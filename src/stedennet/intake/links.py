"""URLs of pages that this room's mails link to; the site registers their builders at start-up."""

from collections.abc import Callable

UrlBuilder = Callable[[str, str], str]
"""From a key and a language ("nl" or "en") to an absolute URL."""

_urls: dict[str, UrlBuilder] = {}


def register_url(name: str, builder: UrlBuilder) -> None:
    """Register the builder of a page's URL: "moderate" (a submission) or "remove_reaction" (a reaction)."""
    _urls[name] = builder


def get_url(name: str, key: str, language: str) -> str:
    """The absolute URL of a page. Raises KeyError when its builder is not registered."""
    return _urls[name](key, language)
