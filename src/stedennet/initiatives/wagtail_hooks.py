"""The room's part of the admin: the review pages and the pictures. Texts are edited on the owner's page."""

from functools import partial

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui import sidebar
from wagtail.admin.viewsets.model import ModelViewSet

from stedennet.core import admin_viewsets
from stedennet.core.access import Actor
from stedennet.core.admin_viewsets import RecordFlows
from stedennet.core.errors import NotAllowed
from stedennet.core.history import register_acts
from stedennet.core.records import discard_record, store_record

from . import admin_views
from .access import can_review
from .flows.follow_ups import correct_follow_up, remove_answer
from .models import FollowUp, Initiative, Picture


def save_picture(picture: Picture, *, by: Actor) -> Picture:
    """Store a picture. Raises NotAllowed, or RefusedFields."""
    if not can_review(by):
        raise NotAllowed(_("Alleen een redacteur kan dit wijzigen."))
    return store_record(picture)


def remove_picture(picture: Picture, *, by: Actor) -> None:
    """Delete a picture. Raises NotAllowed."""
    if not can_review(by):
        raise NotAllowed(_("Alleen een redacteur kan dit verwijderen."))
    discard_record(picture)


picture_viewset = partial(admin_viewsets.build_viewset, keeper=RecordFlows(can_review, save_picture, remove_picture))


class InitiativesMenuItem(MenuItem):  # type: ignore[misc]
    """The menu item, with the number of initiatives that wait: “Initiatieven (3)”."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person who is signed in may review initiatives."""
        return can_review(request.user)

    def render_component(self, request: HttpRequest) -> sidebar.LinkMenuItem:
        """The link, with the number of initiatives awaiting review."""
        component = super().render_component(request)
        if waiting := Initiative.objects.waiting().count():
            component.label = _("Initiatieven (%(number)s)") % {"number": waiting}
        return component


@hooks.register("register_admin_menu_item")
def initiatives_menu_item() -> InitiativesMenuItem:
    """Add the menu item, below the submissions."""
    return InitiativesMenuItem(
        gettext_lazy("Initiatieven"),
        reverse_lazy("initiatives:list"),
        name="initiatives",
        icon_name="pick",
        order=141,
    )


@hooks.register("register_admin_viewset")
def pictures() -> ModelViewSet:
    """The admin pages for pictures of initiatives."""
    return picture_viewset(
        Picture,
        "image",
        ["initiative", "image", "alt", "credit", "licence"],
        list_display=["alt", "initiative"],
        search_fields=["alt", "initiative__title"],
    )


@hooks.register("register_admin_viewset")
def follow_ups() -> ModelViewSet:
    """The admin pages for what cities say of their adoptions: to correct or remove, not to add."""
    return admin_viewsets.build_viewset(
        FollowUp,
        "history",
        ["use", "words", "amount", "unit", "amount_source"],
        keeper=RecordFlows(can_review, correct_follow_up, remove_answer, adds=False),
        list_display=["adoption", "moment", "asked_at", "answered_at", "use"],
        list_filter=["moment", "use"],
        search_fields=["adoption__organisation__name", "adoption__initiative__title"],
    )


@hooks.register("register_admin_urls")
def initiatives_urls() -> list[URLResolver]:
    """The room's admin pages, in the namespace `initiatives`."""
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
