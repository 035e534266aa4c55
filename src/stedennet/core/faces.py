"""Which face shows a page: rooms have pages, only the site knows how they look. The site registers itself at start."""

from collections.abc import Callable
from typing import Any

Builder = Callable[[Any, Any], dict[str, Any]]
"""From a page and a request to what its template needs."""

_faces: dict[type, Builder] = {}


def show_with(kind: type, build: Builder) -> None:
    """Pages of this type are shown with what `build` gives."""
    _faces[kind] = build


def context_of(page: Any, request: Any) -> dict[str, Any]:
    """What the page's template needs; nothing when no face registered itself."""
    build = _faces.get(type(page))
    return build(page, request) if build else {}
