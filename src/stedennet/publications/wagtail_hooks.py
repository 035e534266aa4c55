"""The editors' door: all articles in one list, with a button to write a new one."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from stedennet.core.page_lists import PageList

from .models import ArticlePage


class ArticleListing(PageList):
    """The menu item “Artikelen”."""

    model = ArticlePage
    icon = "doc-full"
    menu_label = _("Artikelen")
    menu_order = 120


@hooks.register("register_admin_viewset")
def articles() -> ArticleListing:
    """Put it in the menu, above the network."""
    return ArticleListing("artikelen")
