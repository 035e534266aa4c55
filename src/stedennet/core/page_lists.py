"""A list of all pages of one sort in the editors' menu, shown only to those who may work on pages."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permission_policies.pages import PagePermissionPolicy

WORKS_ON_PAGES = ["add", "change", "publish"]


def works_on_pages(user: Any) -> bool:
    """Whether the person may work on any page."""
    return bool(PagePermissionPolicy().user_has_any_permission(user, WORKS_ON_PAGES))


class PagesItem(MenuItem):  # type: ignore[misc]
    """The list in the menu; Wagtail shows it to everybody, also where its page then refuses."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may work on any page."""
        return works_on_pages(request.user)


class PageList(PageListingViewSet):  # type: ignore[misc]
    """What such lists share."""

    menu_item_class = PagesItem
    add_to_admin_menu = True
