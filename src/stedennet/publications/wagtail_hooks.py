"""The room's part of the admin: the list of articles, with a button to write one."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from stedennet.core.page_lists import PageList

from .models import ArticlePage


class ArticleListing(PageList):
    """The admin's list of articles."""

    model = ArticlePage
    icon = "doc-full"
    menu_label = _("Artikelen")
    menu_order = 120


@hooks.register("register_admin_viewset")
def articles() -> ArticleListing:
    """Add the menu item, above the network."""
    return ArticleListing("artikelen")
