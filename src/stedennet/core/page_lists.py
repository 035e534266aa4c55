"""A list of all pages of one sort in the editors' menu, shown only to those who may work on pages."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permission_policies.pages import PagePermissionPolicy

WORKS_ON_PAGES = ["add", "change", "publish"]


class PagesItem(MenuItem):  # type: ignore[misc]
    """The list in the menu; Wagtail shows it to everybody, also where its page then refuses."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may work on any page."""
        return bool(PagePermissionPolicy().user_has_any_permission(request.user, WORKS_ON_PAGES))


class PageList(PageListingViewSet):  # type: ignore[misc]
    """What such lists share."""

    menu_item_class = PagesItem
    add_to_admin_menu = True
