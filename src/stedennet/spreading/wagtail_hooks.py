"""Wagtail admin: the list of dispatches, where those reported by hand can be corrected."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from stedennet.core.admin_viewsets import IndexView, RecordFlows, build_viewset
from stedennet.network.access import can_edit_network

from .flows import dispatch_corrections
from .models import Dispatch
from .querysets.dispatches import DispatchQuerySet


class DispatchIndexView(IndexView):
    """List of dispatches, with the title of each subject."""

    def get_base_queryset(self) -> DispatchQuerySet:
        """All credible dispatches with their titles, in one query."""
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
def spreading_viewsets() -> ModelViewSet:
    """Register the list of dispatches."""
    return dispatches
