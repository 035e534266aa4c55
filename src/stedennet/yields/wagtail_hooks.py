"""Yields in Wagtail's admin: what sources say is recorded here, and what is wrong is corrected or removed."""

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from stedennet.core.admin_viewsets import RecordFlows, build_viewset

from .access import can_edit_yields
from .flows.yields import remove_yield, save_yield
from .models import Yield


@hooks.register("register_admin_viewset")
def yields_viewset() -> ModelViewSet:
    """Register the pages of yields; a new one is what a public source says."""
    return build_viewset(
        Yield,
        "pick",
        ["action", "call", "adoption", "amount", "unit", "words", "source"],
        keeper=RecordFlows(can_edit_yields, save_yield, remove_yield),
        list_display=["amount", "unit", "state", "reported_by", "answered_by"],
        list_filter=["state"],
        search_fields=["unit", "words"],
    )
