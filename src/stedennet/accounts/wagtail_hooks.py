"""The administrators' door to roles, at /beheer/rollen/, and what Wagtail's own list of people may not do."""

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stedennet.core.access import is_administrator

from . import admin_views, factor_reset_views
from .people_admin import RedirectToRoles, record_bulk_action


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
        path("", admin_views.manage_roles, name="list"),
        path("<int:pk>/", admin_views.answer_role_request, name="judge"),
        path("intrekken/", admin_views.withdraw_role, name="withdraw"),
    ]
    return [path("rollen/", include((pages, "roles")))]


@hooks.register("register_settings_menu_item")
def factor_resets_menu_item() -> RolesMenuItem:
    """“Tweede factor kwijt”, beside the roles."""
    url = reverse_lazy("factor_resets:list")
    return RolesMenuItem(_("Tweede factor kwijt"), url, name="factor-resets", icon_name="lock-open", order=611)


@hooks.register("register_admin_urls")
def factor_resets_urls() -> list[Any]:
    """The page and its buttons."""
    pages = [
        path("", factor_reset_views.manage_factor_resets, name="list"),
        path("<int:pk>/", factor_reset_views.answer_factor_reset, name="judge"),
    ]
    return [path("tweede-factor-kwijt/", include((pages, "factor_resets")))]


hooks.register("register_bulk_action", RedirectToRoles, order=1000)
hooks.register("after_bulk_action", record_bulk_action)
