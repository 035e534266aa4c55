"""The editors' door: where everything went, and mending what was noted by hand."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column

from stedennet.core.admin_viewsets import IndexView, RecordFlows, build_viewset
from stedennet.network.access import can_edit_network

from .flows import dispatch_corrections
from .models import Dispatch


class DispatchIndexView(IndexView):
    """The list, with what each thing is called."""

    def get_base_queryset(self) -> Any:
        """All dispatches that we believe, with their titles, in one query."""
        return super().get_base_queryset().proven().with_titles()


dispatches = build_viewset(
    Dispatch,
    "upload",
    ["where", "many", "day"],
    keeper=RecordFlows(
        can_edit_network, dispatch_corrections.correct_dispatch, dispatch_corrections.remove_dispatch, adds=False
    ),
    index_view_class=DispatchIndexView,
    list_display=[Column("title", label=_("Onderwerp")), "channel", "where", "day", "many"],
    list_filter=["channel", "day"],
    ordering=["-day", "-pk"],
    menu_label=_("Waar alles heen ging"),
    menu_order=175,
    add_to_admin_menu=True,
)


@hooks.register("register_admin_viewset")
def spreading_viewsets() -> Any:
    """Tell Wagtail of the list."""
    return dispatches
