"""Everything dated as iCalendar: events, milestones of actions, the days on which calls close."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stedennet.agenda.models import Edition, Milestone
from stedennet.agenda.overview import ActionOverview, list_overviews
from stedennet.calls.models import Call
from stedennet.calls.rules.states import State
from stedennet.changes.log_dates import annotate_log_dates
from stedennet.core.clock import today
from stedennet.events.models import EventPage
from stedennet.events.rules.calendars import AMSTERDAM, CalendarEntry, build_calendar

from ..cards import agenda as agenda_cards
from ..cards import events as event_cards
from .responses import FOREVER, make_conditional

MOST = 1000
"""Events in one calendar, the latest first: a calendar program reads all of them at each visit."""


def respond_with_calendar(request: HttpRequest, name: str, entries: Iterable[CalendarEntry]) -> HttpResponseBase:
    """The entries as a calendar that programs can subscribe to, or 304 when they have just this already."""
    found = list(entries)
    body = build_calendar(f"{name} – {settings.NETWORK_NAME}", found, source=f"{settings.SITE_URL}{request.path}")
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    return make_conditional(request, response, changed_at=max((one.changed_at for one in found), default=FOREVER))


def build_event_entries(rows: Any) -> list[CalendarEntry]:
    """The events among these rows."""
    rows = rows.select_related("organiser").prefetch_related("themes").order_by("-starts_at", "-pk")
    return [event_cards.build_calendar_entry(one) for one in rows[:MOST]]


def build_milestone_entries(actions: Iterable[ActionOverview]) -> list[CalendarEntry]:
    """The milestones of these actions that have a day."""
    of = {one.action_id: one for one in actions}
    rows = Milestone.objects.exclude(due_on=None).order_by("due_on", "pk")
    return [agenda_cards.build_calendar_entry(one, of[one.action_id]) for one in rows if one.action_id in of]


def build_closing_entries(rows: Any) -> list[CalendarEntry]:
    """The days on which these calls close."""
    return [_build_closing_entry(one) for one in annotate_log_dates(rows).select_related("theme", "organisation")]


def _build_closing_entry(one: Any) -> CalendarEntry:
    day = dt.datetime.combine(one.closes_on, dt.time(), AMSTERDAM)
    return CalendarEntry(
        uid=f"call-{one.pk}@{urlsplit(settings.SITE_URL).hostname}",
        # The log only grows, so the number does: a call may also close earlier than was said.
        sequence=one.times_logged,
        title=_("Sluit: %(title)s") % {"title": one.title},
        starts_at=day,
        ends_at=day,
        time_known=False,
        changed_at=one.logged_at or one.state_at,
        text=one.what_for,
        url=f"{settings.SITE_URL}{reverse('call', args=[one.slug])}",
        organiser=one.by,
        # A call that was closed before its day: whoever wrote that day down learns of it.
        cancelled=one.state == State.CLOSED and localdate(one.state_at) < one.closes_on,
        labels=(one.theme.title,) if one.theme else (),
    )


def list_theme_entries(slug: str) -> list[CalendarEntry]:
    """Everything dated of a theme."""
    return [
        *build_event_entries(EventPage.objects.public().for_theme(slug)),
        *build_milestone_entries(
            one for one in _load_current_actions() if slug in {theme.slug for theme in one.themes}
        ),
        *build_closing_entries(Call.objects.readable().about(slug)),
    ]


def list_organisation_entries(slug: str) -> list[CalendarEntry]:
    """Everything dated that an organisation organises, answers for, works on or asks."""
    return [
        *build_event_entries(EventPage.objects.public().by_organiser(slug)),
        *build_milestone_entries(one for one in _load_current_actions() if slug in one.organisations),
        *build_closing_entries(Call.objects.readable().filter(organisation__slug=slug)),
    ]


def _load_current_actions() -> list[ActionOverview]:
    edition = Edition.objects.current()
    return list_overviews(edition, today=today()) if edition else []
