"""iCalendar output for everything with a date: events, milestones of actions, closing days of calls."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stedennet.agenda.models import Action, Commitment, Edition, Milestone
from stedennet.agenda.overview import ActionOverview, build_overview, list_overviews
from stedennet.calls.models import Call
from stedennet.calls.querysets.calls import CallQuerySet
from stedennet.calls.rules.states import State
from stedennet.changes.log_dates import annotate_log_dates
from stedennet.core.clock import today
from stedennet.events.models import EventPage
from stedennet.events.querysets import EventQuerySet
from stedennet.events.rules.calendars import AMSTERDAM, CalendarEntry, build_calendar

from ..cards import agenda as agenda_cards
from ..cards import events as event_cards
from .responses import FOREVER, make_conditional

MOST = 1000
"""Maximum number of events in a calendar, latest first: calendar programs download all of them each time."""


def respond_with_calendar(request: HttpRequest, name: str, entries: Iterable[CalendarEntry]) -> HttpResponseBase:
    """Respond with the entries as a calendar to subscribe to, or with 304 when the client has this version."""
    listed = list(entries)
    body = build_calendar(f"{name} – {settings.NETWORK_NAME}", listed, source=f"{settings.SITE_URL}{request.path}")
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    return make_conditional(request, response, changed_at=max((entry.changed_at for entry in listed), default=FOREVER))


def build_event_entries(events: EventQuerySet) -> list[CalendarEntry]:
    """Return the calendar entries of these events, latest first, at most `MOST`."""
    events = events.select_related("organiser").prefetch_related("themes").order_by("-starts_at", "-pk")
    return [event_cards.build_calendar_entry(event) for event in events[:MOST]]


def build_milestone_entries(actions: Iterable[ActionOverview]) -> list[CalendarEntry]:
    """Return the calendar entries of all milestones of these actions with a due day."""
    overviews = {action.action_id: action for action in actions}
    milestones = Milestone.objects.exclude(due_on=None).order_by("due_on", "pk")
    return [
        agenda_cards.build_calendar_entry(milestone, overviews[milestone.action_id])
        for milestone in milestones
        if milestone.action_id in overviews
    ]


def build_closing_entries(calls: CallQuerySet) -> list[CalendarEntry]:
    """Return the closing days of these calls as calendar entries; what closed long ago elsewhere is in no diary."""
    calls = annotate_log_dates(calls.filter(source_url="")).select_related("theme", "organisation")
    return [_build_closing_entry(call) for call in calls]


def _build_closing_entry(call: Any) -> CalendarEntry:
    day = dt.datetime.combine(call.closes_on, dt.time(), AMSTERDAM)
    return CalendarEntry(
        uid=f"call-{call.pk}@{urlsplit(settings.SITE_URL).hostname}",
        # The log only grows, so the sequence number rises, also when a call closes earlier than announced.
        sequence=call.times_logged,
        title=_("Sluit: %(title)s") % {"title": call.title},
        starts_at=day,
        ends_at=day,
        time_known=False,
        changed_at=call.logged_at or call.state_at,
        text=call.what_for,
        url=f"{settings.SITE_URL}{reverse('call', args=[call.slug])}",
        organiser=call.by,
        # Closed early: calendars that hold the original day have to drop it.
        cancelled=call.state == State.CLOSED and localdate(call.state_at) < call.closes_on,
        labels=(call.theme.clear_title,) if call.theme else (),
    )


def list_theme_entries(slug: str) -> list[CalendarEntry]:
    """List all calendar entries of a theme."""
    return [
        *build_event_entries(EventPage.objects.public().for_theme(slug)),
        *build_milestone_entries(
            action for action in _load_current_actions() if slug in {theme.slug for theme in action.themes}
        ),
        *build_closing_entries(Call.objects.readable().about(slug)),
    ]


def list_organisation_entries(slug: str) -> list[CalendarEntry]:
    """List all calendar entries of an organisation: its events, milestones of its actions, its calls."""
    return [
        *build_event_entries(EventPage.objects.public().by_organiser(slug)),
        *build_milestone_entries(action for action in _load_current_actions() if slug in action.organisations),
        *build_closing_entries(Call.objects.readable().filter(organisation__slug=slug)),
    ]


def list_action_entries(action: Action) -> list[CalendarEntry]:
    """List the milestones of an action, as its newest public edition words it."""
    newest = list(action.commitments.public().values_list("pk", flat=True)[:1])
    commitments = Commitment.objects.with_parts().filter(pk__in=newest)
    return build_milestone_entries(build_overview(commitment, today=today()) for commitment in commitments)


def _load_current_actions() -> list[ActionOverview]:
    edition = Edition.objects.current()
    return list_overviews(edition, today=today()) if edition else []
