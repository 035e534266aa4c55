"""The index page that all articles hang below, and the names of Wagtail's steps of review in the office's words."""

from typing import Any

from wagtail.models import Task, Workflow

from stedennet.core import page_tree

from ..models import ArticleIndexPage

SLUG = "artikelen"


def ensure_index_page() -> ArticleIndexPage:
    """The index page; made when it is not there yet."""
    return page_tree.get_or_create_index_page(ArticleIndexPage, title="Artikelen", slug=SLUG)


def ensure_index_page_after_migrate(**kwargs: Any) -> None:
    """The same, as Django calls it after each migration."""
    if page_tree.has_site():
        ensure_index_page()
        rename_workflow()


def rename_workflow() -> None:
    """Wagtail's migrations make one workflow, in English; an editor reads “Stuur door naar een collega”."""
    Workflow.objects.filter(name="Moderators approval").update(name="een collega")
    Task.objects.filter(name="Moderators approval").update(name="nakijken")
