"""The room's part of the admin: events, registrations, and the attendees of an event as CSV."""

from collections.abc import Iterable

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from stedennet.core.access import Actor
from stedennet.core.csv_output import write_csv
from stedennet.core.history import register_acts
from stedennet.core.page_lists import PageList
from stedennet.core.refusals import EDITOR_ROLE, refuse_office_page
from stedennet.network.access import can_edit_network

from . import attendance
from .models import EventPage, Registration


class ReadOnlyPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Registrations come from the public: editors can view them, and nobody edits them here."""

    def user_has_permission(self, user: Actor, action: str) -> bool:
        """Whether this person may view registrations; no other action is allowed."""
        return action == "view" and can_edit_network(user)

    def user_has_any_permission(self, user: Actor, actions: Iterable[str]) -> bool:
        """Whether this person may do any of these actions."""
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Registration, ReadOnlyPolicy(Registration))


class DownloadColumn(Column):  # type: ignore[misc]
    """A link to the event's attendees as CSV."""

    def get_value(self, instance: Registration) -> str:
        """The HTML of the link."""
        url = reverse("events:registrations_csv", args=[instance.event_id])
        return format_html('<a href="{}">CSV</a>', url)


class RegistrationViewSet(ModelViewSet):  # type: ignore[misc]
    """The admin's list of registrations."""

    model = Registration
    icon = "calendar-check"
    menu_label = _("Aanmeldingen")
    menu_order = 135
    add_to_admin_menu = True
    form_fields = ["name"]
    list_display = ["name", "event", "organisation", "status", "created_at", DownloadColumn("csv", label=_("Lijst"))]
    list_filter = ["event", "status"]
    list_select_related = ["event"]
    search_fields = ["name", "email", "organisation"]
    inspect_view_enabled = True
    copy_view_enabled = False
    search_backend_name = None


class EventListing(PageList):
    """The admin's list of events, with a button to create one."""

    model = EventPage
    icon = "calendar-alt"
    menu_label = _("Evenementen")
    menu_order = 130


@hooks.register("register_admin_viewset")
def events() -> EventListing:
    """Add the menu item “Evenementen”."""
    return EventListing("evenementen")


@hooks.register("register_admin_viewset")
def registrations() -> RegistrationViewSet:
    """Add the menu item “Aanmeldingen”."""
    return RegistrationViewSet()


@permission_required("wagtailadmin.access_admin")
def download_registrations_csv(request: HttpRequest, event_id: int) -> HttpResponse:
    """Download the attendees of one event as CSV, without cells that a spreadsheet would execute."""
    event = get_object_or_404(EventPage, pk=event_id)
    if not attendance.can_see_attendees(event, by=request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    text = write_csv(attendance.COLUMNS, attendance.export_attendees(event, by=request.user))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="aanmeldingen-{event.slug}.csv"'
    return response


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    """The address of the CSV file."""
    lists = [path("<int:event_id>/lijst.csv", download_registrations_csv, name="registrations_csv")]
    return [path("aanmeldingen/", include((lists, "events")))]


register_acts({"events.exported": _("Lijst met aanmeldingen gedownload")})
