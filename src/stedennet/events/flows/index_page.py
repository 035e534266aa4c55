"""The index page that all events hang below."""

from typing import Any

from stedennet.core import page_tree

from ..models import EventIndexPage

SLUG = "evenementen"


def ensure_index_page() -> EventIndexPage:
    """The index page; made when it is not there yet."""
    return page_tree.get_or_create_index_page(EventIndexPage, title="Evenementen", slug=SLUG)


def ensure_index_page_after_migrate(**kwargs: Any) -> None:
    """The same, as Django calls it after each migration."""
    if page_tree.has_site():
        ensure_index_page()
