"""Wagtail admin: blocked servers and accounts, and the report on the fediverse."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from stedennet.core import admin_viewsets
from stedennet.core.admin_viewsets import RecordFlows

from . import admin_views
from .flows.blocks import can_manage_blocks, remove_block, save_block
from .models import Block


class ReportMenuItem(MenuItem):  # type: ignore[misc]
    """Menu item for the report, under reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to editors and moderators."""
        return can_manage_blocks(request.user)


@hooks.register("register_admin_viewset")
def blocks() -> ModelViewSet:
    """Register the list of blocked servers and accounts."""
    return admin_viewsets.build_viewset(
        Block,
        "no-view",
        ["value", "reason"],
        keeper=RecordFlows(can_manage_blocks, save_block, remove_block),
        name="fediverse_blocks",
        menu_label=_("Fediverse: blokkades"),
        add_to_settings_menu=True,
        list_display=["value", "reason", "created_at"],
        search_fields=["value", "reason"],
    )


@hooks.register("register_admin_urls")
def report_url() -> list[URLResolver]:
    """Register the URL of the report."""
    pages = [path("", admin_views.show_report, name="report")]
    return [path("fediverse/", include((pages, "fediverse")))]


@hooks.register("register_reports_menu_item")
def report_item() -> ReportMenuItem:
    """Add the report to the reports menu."""
    return ReportMenuItem(
        _("Fediverse"), reverse_lazy("fediverse:report"), name="fediverse", icon_name="site", order=910
    )
