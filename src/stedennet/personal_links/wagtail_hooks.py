"""The menu item and the URL of the office's page at /beheer/persoonlijke-links/."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stedennet.core.history import register_acts

from . import admin_views
from .flows import can_replace_links


class PersonalLinksMenuItem(MenuItem):
    """“Persoonlijke links”, in the settings menu of the office."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may replace links."""
        return can_replace_links(request.user)


@hooks.register("register_settings_menu_item")
def personal_links_menu_item() -> PersonalLinksMenuItem:
    """The item in the settings menu."""
    url = reverse_lazy("personal_links:list")
    return PersonalLinksMenuItem(_("Persoonlijke links"), url, name="personal-links", icon_name="link", order=900)


@hooks.register("register_admin_urls")
def personal_links_urls() -> list[URLResolver]:
    """The URL of the page."""
    pages = ([path("", admin_views.personal_links, name="list")], "personal_links")
    return [path("persoonlijke-links/", include(pages))]


register_acts({"personal_links.replaced": _("Persoonlijke link ongeldig gemaakt")})
