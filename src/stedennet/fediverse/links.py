"""URLs of our accounts, documents and pages, and what each stands for; the site registers them at start-up."""

from collections.abc import Callable

UrlBuilder = Callable[..., str]
UrlReader = Callable[[str], tuple[str, str] | None]
"""From a URL to ("account", name), ("post", key) or ("theme", slug); None for a URL that is not ours."""
_builders: dict[str, UrlBuilder] = {}
_readers: list[UrlReader] = []


def register_urls(*, meaning: UrlReader, **builders: UrlBuilder) -> None:
    """Register builders of absolute URLs, and the way back in `meaning`.

    `account`, `inbox`, `outbox`, `followers` and `icon` take an account's name, `shared_inbox` nothing, `post` and
    `activity` a key, `home` a language, `theme` a slug and a language, `page` a record's type, key and language (its
    URL is empty when the record has no page).
    """
    _builders.update(builders)
    _readers[:] = [meaning]


def get_url(name: str, *parts: str | int) -> str:
    """The absolute URL `name`. Raises KeyError when its builder is not registered."""
    return _builders[name](*parts)


def resolve_url(url: str) -> tuple[str, str] | None:
    """What one of our URLs stands for; None if it is not ours."""
    return _readers[0](url)
