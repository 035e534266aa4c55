"""The office's door: the menu item, and the page at /beheer/persoonlijke-links/."""

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stedennet.core.history import register_acts

from . import admin_views
from .flows import can_replace_links


class PersonalLinksMenuItem(MenuItem):
    """“Persoonlijke links”, below Settings, for the office."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person may replace links."""
        return can_replace_links(request.user)


@hooks.register("register_settings_menu_item")
def personal_links_menu_item() -> PersonalLinksMenuItem:
    """Put it below the settings."""
    url = reverse_lazy("personal_links:list")
    return PersonalLinksMenuItem(_("Persoonlijke links"), url, name="personal-links", icon_name="link", order=900)


@hooks.register("register_admin_urls")
def personal_links_urls() -> list[Any]:
    """The page."""
    pages = ([path("", admin_views.personal_links, name="list")], "personal_links")
    return [path("persoonlijke-links/", include(pages))]


register_acts({"personal_links.replaced": _("Persoonlijke link ongeldig gemaakt")})
