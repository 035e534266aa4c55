"""The index page above all articles, and Dutch names for Wagtail's review workflow."""

from wagtail.models import Task, Workflow

from stedennet.core import page_tree

from ..models import ArticleIndexPage

SLUG = "artikelen"


def ensure_index_page() -> ArticleIndexPage:
    """The index page; created if it does not exist."""
    return page_tree.get_or_create_index_page(ArticleIndexPage, title="Artikelen", slug=SLUG)


def ensure_index_page_after_migrate(**kwargs: object) -> None:
    """Create the index page; Django's signal after each migration calls this."""
    if page_tree.has_site():
        ensure_index_page()
        rename_workflow()


def rename_workflow() -> None:
    """Give the workflow of Wagtail's migrations a Dutch name, for the button “Stuur door naar een collega”."""
    Workflow.objects.filter(name="Moderators approval").update(name="een collega")
    Task.objects.filter(name="Moderators approval").update(name="nakijken")
