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
from stedennet.agenda.overview import Overview, overview
from stedennet.calls.models import Call
from stedennet.calls.rules.states import State
from stedennet.changes.dating import dated
from stedennet.core.clock import today
from stedennet.events.models import EventPage
from stedennet.events.rules.calendar import AMSTERDAM, Entry, as_calendar

from . import agenda_cards, event_cards
from .feeds.answering import FOREVER, conditional

MOST = 1000
"""Events in one calendar, the latest first: a calendar program reads all of them at each visit."""


def answer(request: HttpRequest, name: str, entries: Iterable[Entry]) -> HttpResponseBase:
    """The entries as a calendar that programs can subscribe to, or 304 when they have just this already."""
    found = list(entries)
    body = as_calendar(f"{name} – {settings.NETWORK_NAME}", found, source=f"{settings.SITE_URL}{request.path}")
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    return conditional(request, response, changed_at=max((one.changed_at for one in found), default=FOREVER))


def events(rows: Any) -> list[Entry]:
    """The events among these rows."""
    rows = rows.select_related("organiser").prefetch_related("themes").order_by("-starts_at", "-pk")
    return [event_cards.calendar_entry(one) for one in rows[:MOST]]


def milestones(actions: Iterable[Overview]) -> list[Entry]:
    """The milestones of these actions that have a day."""
    of = {one.action_id: one for one in actions}
    rows = Milestone.objects.exclude(due_on=None).order_by("due_on", "pk")
    return [agenda_cards.calendar_entry(one, of[one.action_id]) for one in rows if one.action_id in of]


def closings(rows: Any) -> list[Entry]:
    """The days on which these calls close."""
    return [_closing(one) for one in dated(rows).select_related("theme", "organisation")]


def _closing(one: Any) -> Entry:
    day = dt.datetime.combine(one.closes_on, dt.time(), AMSTERDAM)
    return Entry(
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


def of_theme(slug: str) -> list[Entry]:
    """Everything dated of a theme."""
    return [
        *events(EventPage.objects.public().for_theme(slug)),
        *milestones(one for one in _agenda() if slug in {theme.slug for theme in one.themes}),
        *closings(Call.objects.readable().about(slug)),
    ]


def of_organisation(slug: str) -> list[Entry]:
    """Everything dated that an organisation organises, answers for, works on or asks."""
    return [
        *events(EventPage.objects.public().by_organiser(slug)),
        *milestones(one for one in _agenda() if slug in one.organisations),
        *closings(Call.objects.readable().filter(organisation__slug=slug)),
    ]


def _agenda() -> list[Overview]:
    edition = Edition.objects.current()
    return overview(edition, today=today()) if edition else []
