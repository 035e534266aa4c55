"""The index page above all events."""

from stedennet.core import page_tree

from ..models import EventIndexPage

SLUG = "evenementen"


def ensure_index_page() -> EventIndexPage:
    """The index page; created if it does not exist."""
    return page_tree.get_or_create_index_page(EventIndexPage, title="Evenementen", slug=SLUG)


def ensure_index_page_after_migrate(**kwargs: object) -> None:
    """Create the index page; Django's signal after each migration calls this."""
    if page_tree.has_site():
        ensure_index_page()
