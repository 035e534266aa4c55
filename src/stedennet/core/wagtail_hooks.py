"""What the editors' menu leaves out, and what Wagtail shows to whom."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from .page_lists import can_edit_pages


@hooks.register("construct_help_menu")
def keep_doors_of_this_site(request: HttpRequest, items: list[Any]) -> None:
    """Drop the links to Wagtail's own guide: it stands on another host, in English, about another menu."""
    items[:] = [item for item in items if item.url.startswith(("/", "#"))]


@hooks.register("construct_page_chooser_queryset")
def hide_drafts(pages: Any, request: HttpRequest) -> Any:
    """Let those who work on no page choose from what readers see: Wagtail shows everybody in the office all titles."""
    if can_edit_pages(request.user):
        return pages
    # By path, because the chooser also searches in these and its index knows of no unpublished changes.
    changed = list(Page.objects.filter(has_unpublished_changes=True).values_list("path", flat=True))
    return pages.live().exclude(path__in=changed)
