"""The editors' door: the list of addresses that get no mailing."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from stedennet.core.kept_views import Keeper, viewset

from .flows import suppressing
from .models import Suppression

suppressions = viewset(
    Suppression,
    "mail",
    ["email", "note", "lifted_reason"],
    keeper=Keeper(suppressing.can_see, suppressing.keep, suppressing.never),
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
    return suppressions
