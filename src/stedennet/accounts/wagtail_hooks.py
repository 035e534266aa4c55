"""The administrators' door to roles, at /beheer/rollen/, and what Wagtail's own list of people may not do."""

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import admin_views
from .people_admin import RolesInsteadOfGroups, record_bulk_action
from .role_flows import is_administrator


class RolesMenuItem(MenuItem):
    """“Rollen”, below Settings, for administrators only."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person gives and confirms roles."""
        return is_administrator(request.user)


@hooks.register("register_settings_menu_item")
def roles_menu_item() -> RolesMenuItem:
    """Put it beside the list of users."""
    return RolesMenuItem(_("Rollen"), reverse_lazy("roles:list"), name="roles", icon_name="key", order=610)


@hooks.register("register_admin_urls")
def roles_urls() -> list[Any]:
    """The page and its three buttons."""
    pages = [
        path("", admin_views.roles, name="list"),
        path("<int:pk>/", admin_views.judge_role, name="judge"),
        path("intrekken/", admin_views.withdraw, name="withdraw"),
    ]
    return [path("rollen/", include((pages, "roles")))]


hooks.register("register_bulk_action", RolesInsteadOfGroups, order=1000)
hooks.register("after_bulk_action", record_bulk_action)
