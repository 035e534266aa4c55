"""The room's part of the admin: the menu item with its count, and the pages at /beheer/oproepen/."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui import sidebar

from stedennet.core.history import register_acts

from . import admin_views
from .access import can_review
from .models import Call


class CallsMenuItem(MenuItem):  # type: ignore[misc]
    """The menu item, with the number of calls awaiting review: “Oproepen (3)”."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person who is signed in may review calls."""
        return can_review(request.user)

    def render_component(self, request: HttpRequest) -> sidebar.LinkMenuItem:
        """The link, with the number of calls awaiting review."""
        component = super().render_component(request)
        if waiting := Call.objects.waiting().count():
            component.label = _("Oproepen (%(number)s)") % {"number": waiting}
        return component


@hooks.register("register_admin_menu_item")
def calls_menu_item() -> CallsMenuItem:
    """Add the menu item, below the initiatives."""
    return CallsMenuItem(
        gettext_lazy("Oproepen"), reverse_lazy("calls:list"), name="calls", icon_name="comment", order=142
    )


@hooks.register("register_admin_urls")
def calls_urls() -> list[URLResolver]:
    """The room's admin pages, in the namespace `calls`."""
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
        "calls.sourced": gettext_lazy("Oproep uit een bron vastgelegd"),
    }
)
