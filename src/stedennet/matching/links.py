"""URLs of pages that this room's mails link to; the site registers their builders at start-up."""

from collections.abc import Callable

UrlBuilder = Callable[[str, str], str]
"""From a slug and a language ("nl" or "en") to an absolute URL."""
_call_url: list[UrlBuilder] = []


def register_call_url(builder: UrlBuilder) -> None:
    """Register the builder of a call's URL."""
    _call_url[:] = [builder]


def get_call_url(slug: str, language: str) -> str:
    """The absolute URL of a call. Raises IndexError when its builder is not registered."""
    return _call_url[0](slug, language)
