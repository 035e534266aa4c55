"""Wagtail admin: the list of suppressed addresses, and a warning while mailings are on hold."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet

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
def mailing_viewsets() -> ModelViewSet:
    """Register the list of suppressed addresses."""
    return suppression_viewset


class MailingsMenuItem(MenuItem):  # type: ignore[misc]
    """Menu item for the status of mailings, under reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to editors and administrators."""
        return suppression_flows.can_see_suppressions(request.user)


class HoldWarning(Component):  # type: ignore[misc]
    """Panel on the admin home page saying that all mailings are on hold."""

    order = 1

    def render_html(self, parent_context: Mapping[str, object] | None = None) -> str:
        """Return the warning while there is a hold, else an empty string."""
        hold = holds.get_active_hold()
        return render_to_string("mailings/warning.html", {"hold": hold}) if hold else ""


@hooks.register("register_admin_urls")
def mailing_urls() -> list[URLResolver]:
    """Register the URLs of the pages about mailings."""
    pages = [
        path("", admin_views.show_status, name="status"),
        path("adressen-opheffen/", admin_views.lift_suppressions, name="lift"),
    ]
    return [path("mailings/", include((pages, "mailings"), namespace="mailings"))]


@hooks.register("register_reports_menu_item")
def mailing_item() -> MailingsMenuItem:
    """Add the status page to the reports menu."""
    return MailingsMenuItem(
        _("Mailings"), reverse_lazy("mailings:status"), name="mailings", icon_name="mail", order=905
    )


@hooks.register("construct_homepage_panels")
def warn_of_hold(request: HttpRequest, panels: list[Component]) -> None:
    """Put the warning at the top of the admin home page."""
    if suppression_flows.can_see_suppressions(request.user):
        panels.insert(0, HoldWarning())
