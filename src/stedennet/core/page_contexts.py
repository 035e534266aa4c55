"""Which face shows a page: rooms have pages, only the site knows how they look. The site registers itself at start."""

from collections.abc import Callable
from typing import Any

ContextBuilder = Callable[[Any, Any], dict[str, Any]]
"""From a page and a request to what its template needs."""

_builders: dict[type, ContextBuilder] = {}


def register_page_context(kind: type, build: ContextBuilder) -> None:
    """Pages of this type are shown with what `build` gives."""
    _builders[kind] = build


def build_page_context(page: Any, request: Any) -> dict[str, Any]:
    """What the page's template needs; nothing when no face registered itself."""
    build = _builders.get(type(page))
    return build(page, request) if build else {}
