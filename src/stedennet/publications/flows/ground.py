"""The index page that all articles hang below."""

from typing import Any

from stedennet.core import tree

from ..models import ArticleIndexPage

SLUG = "artikelen"


def lay() -> ArticleIndexPage:
    """The index page; made when it is not there yet."""
    return tree.index_page(ArticleIndexPage, title="Artikelen", slug=SLUG)


def lay_after_migrating(**kwargs: Any) -> None:
    """The same, as Django calls it after each migration."""
    if tree.is_laid():
        lay()
