"""The editors' door: all articles in one list, with a button to write a new one."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.pages import PageListingViewSet

from .models import ArticlePage


class ArticleListing(PageListingViewSet):  # type: ignore[misc]
    """The menu item “Artikelen”."""

    model = ArticlePage
    icon = "doc-full"
    menu_label = _("Artikelen")
    menu_order = 120
    add_to_admin_menu = True


@hooks.register("register_admin_viewset")
def articles() -> ArticleListing:
    """Put it in the menu, above the network."""
    return ArticleListing("artikelen")
