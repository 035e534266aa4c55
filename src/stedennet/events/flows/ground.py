"""The index page that all events hang below."""

from typing import Any

from stedennet.core import tree

from ..models import EventIndexPage

SLUG = "evenementen"


def lay() -> EventIndexPage:
    """The index page; made when it is not there yet."""
    return tree.index_page(EventIndexPage, title="Evenementen", slug=SLUG)


def lay_after_migrating(**kwargs: Any) -> None:
    """The same, as Django calls it after each migration."""
    if tree.is_laid():
        lay()
