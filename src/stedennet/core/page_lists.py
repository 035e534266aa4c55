"""Lists of all pages of one type in the admin menu, shown only to people who may edit pages."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permission_policies.pages import PagePermissionPolicy

from .access import Actor

PAGE_ACTIONS = ["add", "change", "publish"]


def can_edit_pages(user: Actor) -> bool:
    """Whether this user may add, change or publish any page."""
    return bool(PagePermissionPolicy().user_has_any_permission(user, PAGE_ACTIONS))


class PagesItem(MenuItem):  # type: ignore[misc]
    """The menu item of such a list. Wagtail shows it to everybody, even where the page then refuses."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this user may edit any page."""
        return can_edit_pages(request.user)


class PageList(PageListingViewSet):  # type: ignore[misc]
    """Settings shared by these lists."""

    menu_item_class = PagesItem
    add_to_admin_menu = True
