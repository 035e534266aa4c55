"""Changes to Wagtail's menus and choosers."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.query import PageQuerySet

from .page_lists import can_edit_pages


@hooks.register("construct_help_menu")
def drop_external_help_links(request: HttpRequest, items: list[MenuItem]) -> None:
    """Drop the links to Wagtail's own guide: it is on another host, in English, about another menu."""
    items[:] = [item for item in items if item.url.startswith(("/", "#"))]


@hooks.register("construct_page_chooser_queryset")
def hide_drafts(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Let people who may edit no pages choose from public pages only: Wagtail shows all titles to everybody in the
    admin."""
    if can_edit_pages(request.user):
        return pages
    # By path, because the chooser also searches these, and its index does not hold unpublished changes.
    changed = list(Page.objects.filter(has_unpublished_changes=True).values_list("path", flat=True))
    return pages.live().exclude(path__in=changed)
