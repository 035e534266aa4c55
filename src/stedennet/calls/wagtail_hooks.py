"""The editors' door: the menu item with what waits, and the pages at /beheer/oproepen/."""

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stedennet.core.history import register_acts

from . import admin_views
from .access import can_review
from .models import Call


class CallsMenuItem(MenuItem):  # type: ignore[misc]
    """“Oproepen (3)”."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person judges them."""
        return can_review(request.user)

    def render_component(self, request: Any) -> Any:
        """The link with the number that waits now."""
        component = super().render_component(request)
        if waiting := Call.objects.waiting().count():
            component.label = _("Oproepen (%(number)s)") % {"number": waiting}
        return component


@hooks.register("register_admin_menu_item")
def calls_menu_item() -> CallsMenuItem:
    """Put it in the menu, after the initiatives."""
    return CallsMenuItem(
        gettext_lazy("Oproepen"), reverse_lazy("calls:list"), name="calls", icon_name="comment", order=142
    )


@hooks.register("register_admin_urls")
def calls_urls() -> list[Any]:
    """The pages, in a namespace of their own."""
    pages = [
        path("", admin_views.list_calls, name="list"),
        path("<int:pk>/", admin_views.review_call, name="detail"),
    ]
    return [path("oproepen/", include((pages, "calls")))]


register_acts(
    {
        "calls.publish": gettext_lazy("Oproep gepubliceerd"),
        "calls.ask": gettext_lazy("Om aanvulling van een oproep gevraagd"),
        "calls.reject": gettext_lazy("Oproep afgewezen"),
        "calls.resubmit": gettext_lazy("Oproep opnieuw ingestuurd"),
        "calls.close": gettext_lazy("Oproep gesloten"),
    }
)
