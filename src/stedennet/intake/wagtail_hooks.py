"""The room's part of the admin: the menu item with its count, and the pages at /beheer/inzendingen/."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui import sidebar
from wagtail.admin.viewsets.model import ModelViewSet

from stedennet.core.admin_viewsets import RecordFlows, build_viewset
from stedennet.core.history import register_acts

from . import admin_views, reasons
from .flows import can_moderate
from .models import StandardReason, Submission

standard_reasons = build_viewset(
    StandardReason,
    "clipboard-list",
    ["label", "use", "words", "words_en", "position"],
    keeper=RecordFlows(reasons.can_edit_reasons, reasons.save_reason, reasons.remove_reason),
    name="standard_reasons",
    url_prefix="vaste-redenen",
    list_display=["label", "use", "words"],
    list_filter=["use"],
    search_fields=["label", "words"],
    menu_label=gettext_lazy("Vaste redenen"),
    menu_order=145,
    add_to_admin_menu=True,
)


@hooks.register("register_admin_viewset")
def register_standard_reasons() -> ModelViewSet:
    """The admin pages for standard reasons."""
    return standard_reasons


class SubmissionsMenuItem(MenuItem):
    """The menu item, with the number of submissions that wait: “Inzendingen (3)”."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person who is signed in may review submissions."""
        return can_moderate(request.user)

    def render_component(self, request: HttpRequest) -> sidebar.LinkMenuItem:
        """The link, with the number that waits now. The item is shared by all requests, the component is not."""
        component = super().render_component(request)
        if waiting := Submission.objects.pending().count():
            component.label = _("Inzendingen (%(number)s)") % {"number": waiting}
        return component


@hooks.register("register_admin_menu_item")
def submissions_menu_item() -> SubmissionsMenuItem:
    """Add the menu item, above the network."""
    return SubmissionsMenuItem(
        gettext_lazy("Inzendingen"), reverse_lazy("intake:list"), name="intake", icon_name="mail", order=140
    )


@hooks.register("register_admin_urls")
def submissions_urls() -> list[URLResolver]:
    """The room's admin pages, in the namespace `intake`."""
    pages = [
        path("", admin_views.list_submissions, name="list"),
        path("<int:pk>/", admin_views.review_submission, name="detail"),
    ]
    return [path("inzendingen/", include((pages, "intake")))]


register_acts(
    {
        "intake.accepted": gettext_lazy("Inzending geplaatst"),
        "intake.rejected": gettext_lazy("Inzending afgewezen"),
        "reactions.removed": gettext_lazy("Reactie weggehaald"),
    }
)
