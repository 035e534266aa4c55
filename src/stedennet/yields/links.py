"""The URL of the page on which a yield is answered; the site registers its builder at start-up."""

from collections.abc import Callable

UrlBuilder = Callable[[str, str], str]
"""From a key and a language to an absolute URL."""
_builders: list[UrlBuilder] = []


def register_answer_url(builder: UrlBuilder) -> None:
    """Register the builder of the page's URL."""
    _builders[:] = [builder]


def get_answer_url(key: str, language: str) -> str:
    """The absolute URL of the page. Raises IndexError when its builder is not registered."""
    return _builders[0](key, language)
