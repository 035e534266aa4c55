"""Template contexts of pages: rooms own pages, but only the site knows how to render them. The site registers
builders."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

Context = dict[str, object]
ContextBuilder = Callable[[Any, HttpRequest], Context]
"""From a page and a request to the context of its template."""

_builders: dict[type, ContextBuilder] = {}


def register_page_context(kind: type, build: ContextBuilder) -> None:
    """Build the context of pages of this type with `build`."""
    _builders[kind] = build


def build_page_context(page: Page, request: HttpRequest) -> Context:
    """The context for the page's template; empty if no builder is registered for its type."""
    build = _builders.get(type(page))
    return build(page, request) if build else {}
