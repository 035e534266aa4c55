"""The URL of a newsletter's page; the site registers its builder at start-up."""

from collections.abc import Callable

UrlBuilder = Callable[[str, str], str]
_builders: list[UrlBuilder] = []


def register_page_url(builder: UrlBuilder) -> None:
    """Register the builder of absolute URLs, from a slug and a language."""
    _builders[:] = [builder]


def get_page_url(slug: str, language: str) -> str:
    """The absolute URL of a newsletter's page. Raises IndexError when its builder is not registered."""
    return _builders[0](slug, language)
