"""URLs of pages that this room's mails link to; the site registers their builders at start-up."""

from collections.abc import Callable

UrlBuilder = Callable[..., str]
_urls: dict[str, UrlBuilder] = {}


def register_urls(**builders: UrlBuilder) -> None:
    """Register builders of absolute URLs: `page`, `edit`, `claim` and `adoptions` from a slug and a language, `judge`
    from a key and a language."""
    _urls.update(builders)


def get_url(name: str, *parts: str) -> str:
    """The absolute URL of a page. Raises KeyError when its builder is not registered."""
    return _urls[name](*parts)
