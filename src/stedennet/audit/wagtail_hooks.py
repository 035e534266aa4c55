"""The security log in the admin: a menu item, and the page at /beheer/beveiligingslog/."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import admin_views


class SecurityLogMenuItem(MenuItem):
    """“Beveiligingslog”, below Reports, for administrators only."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this user may read the log."""
        return admin_views.can_read_security_log(request.user)


@hooks.register("register_reports_menu_item")
def security_log_menu_item() -> SecurityLogMenuItem:
    """Add the item below the reports."""
    return SecurityLogMenuItem(
        _("Beveiligingslog"), reverse_lazy("audit:list"), name="security-log", icon_name="lock", order=1000
    )


@hooks.register("register_admin_urls")
def security_log_urls() -> list[URLResolver]:
    """The URL of the page."""
    return [path("beveiligingslog/", include(([path("", admin_views.security_log, name="list")], "audit")))]
