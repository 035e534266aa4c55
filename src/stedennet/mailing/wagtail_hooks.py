"""The editors' door: the list of addresses that get no mailing, and whether mailings stand still."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from stedennet.core.admin_viewsets import RecordFlows, build_viewset

from . import admin_views
from .flows import holds
from .flows import suppressions as suppression_flows
from .models import Suppression

suppression_viewset = build_viewset(
    Suppression,
    "mail",
    ["email", "note", "lifted_reason"],
    keeper=RecordFlows(
        suppression_flows.can_see_suppressions, suppression_flows.save_suppression, suppression_flows.refuse_deletion
    ),
    list_display=["email", "reason", "at", "note", "lifted_at"],
    list_filter=["reason", "lifted_at"],
    search_fields=["email", "note"],
    menu_label=_("Adressen zonder mail"),
    menu_order=170,
    add_to_admin_menu=True,
)


@hooks.register("register_admin_viewset")
def mailing_viewsets() -> Any:
    """Tell Wagtail of the list."""
    return suppression_viewset


class MailingsMenuItem(MenuItem):  # type: ignore[misc]
    """“Stand van de mailings”, below reports."""

    def is_shown(self, request: Any) -> bool:
        """Editors and administrators see it."""
        return suppression_flows.can_see_suppressions(request.user)


class HoldWarning(Component):  # type: ignore[misc]
    """On the first page of the editors: all mailings stand still."""

    order = 1

    def render_html(self, parent_context: Any = None) -> str:
        """A warning, or nothing."""
        hold = holds.get_active_hold()
        return render_to_string("mailings/warning.html", {"hold": hold}) if hold else ""


@hooks.register("register_admin_urls")
def mailing_urls() -> Any:
    """The addresses of the pages about mailings."""
    pages = [
        path("", admin_views.show_status, name="status"),
        path("adressen-opheffen/", admin_views.lift_suppressions, name="lift"),
    ]
    return [path("mailings/", include((pages, "mailings"), namespace="mailings"))]


@hooks.register("register_reports_menu_item")
def mailing_item() -> MailingsMenuItem:
    """Its place in the menu."""
    return MailingsMenuItem(
        _("Mailings"), reverse_lazy("mailings:status"), name="mailings", icon_name="mail", order=905
    )


@hooks.register("construct_homepage_panels")
def warn_of_hold(request: Any, panels: list[Any]) -> None:
    """Mailings that stand still are seen at once."""
    if suppression_flows.can_see_suppressions(request.user):
        panels.insert(0, HoldWarning())
