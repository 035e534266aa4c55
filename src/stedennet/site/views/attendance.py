"""Attendance: the events of an organiser and their attendees, for its representatives."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from stedennet.accounts.models import User
from stedennet.core.clock import today
from stedennet.core.refusals import REPRESENTATIVE_ROLE, refuse_page
from stedennet.events import attendance
from stedennet.events.models import EventPage

from .. import open_data
from ..cards import events as event_cards
from ..second_factor import fresh_factor_required


def list_own_events(user: User) -> list[dict[str, object]]:
    """The fifty latest events with registration, of the organisations that `user` represents."""
    events = EventPage.objects.for_representative(user, day=today()).filter(registration=True).with_organiser()
    return [
        {**event_cards.build_event_brief(event), "attendance_url": reverse("event_attendance", args=[event.slug])}
        for event in events.order_by("-starts_at")[:50]
    ]


def _find_event(request: HttpRequest, slug: str) -> EventPage | None:
    event = get_object_or_404(EventPage.objects.with_organiser(), slug=slug)
    return event if attendance.can_see_attendees(event, by=request.user) else None


@never_cache
@login_required
@fresh_factor_required
def show_attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """List the people registered for an event and those on its waiting list."""
    event = _find_event(request, slug)
    if event is None:
        return refuse_page(request, REPRESENTATIVE_ROLE)
    context = {
        "event": event_cards.build_event_brief(event),
        "columns": attendance.COLUMNS,
        "rows": [list(row.values()) for row in attendance.list_attendees(event)],
        "csv_url": reverse("event_attendance_csv", args=[slug]),
    }
    return render(request, "account/attendance.html", context)


@never_cache
@login_required
@fresh_factor_required
def export_attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Export the attendees of an event as CSV."""
    event = _find_event(request, slug)
    if event is None:
        return refuse_page(request, REPRESENTATIVE_ROLE)
    return open_data.build_csv_response(
        f"aanmeldingen-{slug}", attendance.COLUMNS, attendance.export_attendees(event, by=request.user)
    )
