"""The editors' door: who is kept out, and how the fediverse goes."""

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stedennet.core import admin_viewsets
from stedennet.core.admin_viewsets import RecordFlows

from . import admin_views
from .flows.blocks import can_manage_blocks, remove_block, save_block
from .models import Block


class ReportMenuItem(MenuItem):  # type: ignore[misc]
    """“Fediverse”, below reports."""

    def is_shown(self, request: Any) -> bool:
        """Editors and moderators see it."""
        return can_manage_blocks(request.user)


@hooks.register("register_admin_viewset")
def blocks() -> Any:
    """Servers and accounts that are kept out."""
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
def report_url() -> Any:
    """The address of the report."""
    pages = [path("", admin_views.show_report, name="report")]
    return [path("fediverse/", include((pages, "fediverse")))]


@hooks.register("register_reports_menu_item")
def report_item() -> ReportMenuItem:
    """Its place in the menu."""
    return ReportMenuItem(
        _("Fediverse"), reverse_lazy("fediverse:report"), name="fediverse", icon_name="site", order=910
    )
