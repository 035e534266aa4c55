"""A list of all pages of one sort in the editors' menu, shown only to those who may work on pages."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permission_policies.pages import PagePermissionPolicy

PAGE_ACTIONS = ["add", "change", "publish"]


def can_edit_pages(user: Any) -> bool:
    """Whether the person may work on any page."""
    return bool(PagePermissionPolicy().user_has_any_permission(user, PAGE_ACTIONS))


class PagesItem(MenuItem):  # type: ignore[misc]
    """The list in the menu; Wagtail shows it to everybody, also where its page then refuses."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may work on any page."""
        return can_edit_pages(request.user)


class PageList(PageListingViewSet):  # type: ignore[misc]
    """What such lists share."""

    menu_item_class = PagesItem
    add_to_admin_menu = True
