"""The administrators' menu items and pages for roles and lost second factors, and limits on the list of users."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stedennet.core.access import is_administrator

from . import admin_views, factor_reset_views
from .people_admin import RedirectToRoles, record_bulk_action


class RolesMenuItem(MenuItem):
    """A menu item below Settings, for administrators only."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person who is signed in is an administrator."""
        return is_administrator(request.user)


@hooks.register("register_settings_menu_item")
def roles_menu_item() -> RolesMenuItem:
    """Add “Rollen” next to the list of users."""
    return RolesMenuItem(_("Rollen"), reverse_lazy("roles:list"), name="roles", icon_name="key", order=610)


@hooks.register("register_admin_urls")
def roles_urls() -> list[URLResolver]:
    """The pages of roles, in the namespace `roles`."""
    pages = [
        path("", admin_views.manage_roles, name="list"),
        path("<int:pk>/", admin_views.answer_role_request, name="judge"),
        path("intrekken/", admin_views.withdraw_role, name="withdraw"),
    ]
    return [path("rollen/", include((pages, "roles")))]


@hooks.register("register_settings_menu_item")
def factor_resets_menu_item() -> RolesMenuItem:
    """Add “Tweede factor kwijt” next to the roles."""
    url = reverse_lazy("factor_resets:list")
    return RolesMenuItem(_("Tweede factor kwijt"), url, name="factor-resets", icon_name="lock-open", order=611)


@hooks.register("register_admin_urls")
def factor_resets_urls() -> list[URLResolver]:
    """The pages of factor resets, in the namespace `factor_resets`."""
    pages = [
        path("", factor_reset_views.manage_factor_resets, name="list"),
        path("<int:pk>/", factor_reset_views.answer_factor_reset, name="judge"),
    ]
    return [path("tweede-factor-kwijt/", include((pages, "factor_resets")))]


hooks.register("register_bulk_action", RedirectToRoles, order=1000)
hooks.register("after_bulk_action", record_bulk_action)
