"""The editors' door: what waits, with its steps, and the pictures; changing an initiative is the page of its owner."""

from functools import partial
from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stedennet.core import admin_viewsets
from stedennet.core.access import Actor
from stedennet.core.admin_viewsets import RecordFlows
from stedennet.core.errors import NotAllowed
from stedennet.core.history import register_acts
from stedennet.core.records import discard_record, store_record

from . import admin_views
from .access import can_review
from .models import Initiative, Picture


def save_picture(record: Any, *, by: Actor) -> Any:
    """Store a picture. Raises NotAllowed, or RefusedFields."""
    if not can_review(by):
        raise NotAllowed(_("Alleen een redacteur kan dit wijzigen."))
    return store_record(record)


def remove_picture(record: Any, *, by: Actor) -> None:
    """Take a picture away. Raises NotAllowed."""
    if not can_review(by):
        raise NotAllowed(_("Alleen een redacteur kan dit verwijderen."))
    discard_record(record)


picture_viewset = partial(admin_viewsets.build_viewset, keeper=RecordFlows(can_review, save_picture, remove_picture))


class InitiativesMenuItem(MenuItem):  # type: ignore[misc]
    """“Initiatieven (3)”."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person judges them."""
        return can_review(request.user)

    def render_component(self, request: Any) -> Any:
        """The link with the number that waits now."""
        component = super().render_component(request)
        if waiting := Initiative.objects.waiting().count():
            component.label = _("Initiatieven (%(number)s)") % {"number": waiting}
        return component


@hooks.register("register_admin_menu_item")
def initiatives_menu_item() -> InitiativesMenuItem:
    """Put it in the menu, after what comes in."""
    return InitiativesMenuItem(
        gettext_lazy("Initiatieven"),
        reverse_lazy("initiatives:list"),
        name="initiatives",
        icon_name="pick",
        order=141,
    )


@hooks.register("register_admin_viewset")
def pictures() -> Any:
    """The pictures of initiatives."""
    return picture_viewset(
        Picture,
        "image",
        ["initiative", "image", "alt"],
        list_display=["alt", "initiative"],
        search_fields=["alt", "initiative__title"],
    )


@hooks.register("register_admin_urls")
def initiatives_urls() -> list[Any]:
    """The pages, in a namespace of their own."""
    pages = [
        path("", admin_views.list_initiatives, name="list"),
        path("excel/", admin_views.import_initiatives, name="read_in"),
        path("blad.xlsx", admin_views.download_workbook, name="workbook"),
        path("<int:pk>/", admin_views.review_initiative, name="detail"),
    ]
    return [path("initiatieven/", include((pages, "initiatives")))]


register_acts(
    {
        "initiatives.take": gettext_lazy("Initiatief in behandeling genomen"),
        "initiatives.publish": gettext_lazy("Initiatief gepubliceerd"),
        "initiatives.ask": gettext_lazy("Om aanvulling van een initiatief gevraagd"),
        "initiatives.reject": gettext_lazy("Initiatief afgewezen"),
        "initiatives.resubmit": gettext_lazy("Initiatief opnieuw ingestuurd"),
        "initiatives.archive": gettext_lazy("Initiatief gearchiveerd"),
        "initiatives.exported": gettext_lazy("Initiatieven gedownload als Excel"),
    }
)
