"""The index page that all articles hang below, and the names of Wagtail's steps of review in the office's words."""

from typing import Any

from wagtail.models import Task, Workflow

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
        name_review()


def name_review() -> None:
    """Wagtail's migrations make one workflow, in English; an editor reads “Stuur door naar een collega”."""
    Workflow.objects.filter(name="Moderators approval").update(name="een collega")
    Task.objects.filter(name="Moderators approval").update(name="nakijken")
