"""Events as iCalendar (RFC 5545, RFC 7986). Pure: plain values in, bytes out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
REFRESH_INTERVAL = dt.timedelta(hours=12)
"""How often a calendar program should check for changes."""


_WINTER, _SUMMER = dt.timedelta(hours=1), dt.timedelta(hours=2)
_OBSERVANCES = (
    (TimezoneDaylight, "CEST", dt.datetime(1996, 3, 31, 2), 3, _WINTER, _SUMMER),
    (TimezoneStandard, "CET", dt.datetime(1996, 10, 27, 3), 10, _SUMMER, _WINTER),
)
"""Component, name, first onset (in the time before it), month, and the offsets before and after.

The clock changes on the last Sunday of March and of October at 1:00 UTC: directive 2000/84/EC, so since 1996."""


@dataclass(frozen=True)
class CalendarEntry:
    """One event. `uid` never changes; `sequence` grows with each change. Whole days when `time_known` is False."""

    uid: str
    sequence: int
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    time_known: bool
    changed_at: dt.datetime
    text: str = ""
    place: str = ""
    url: str = ""
    organiser: str = ""
    cancelled: bool = False
    labels: tuple[str, ...] = ()


def build_calendar(name: str, entries: Iterable[CalendarEntry], *, source: str = "") -> bytes:
    """A complete calendar with its time zone, lines folded at 75 octets; `source` is the address of the calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Stedennet//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for field in ("name", "x-wr-calname"):
        calendar.add(field, remove_control_characters(name))
    calendar.add("x-wr-timezone", str(AMSTERDAM))
    calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    if source:
        calendar.add("source", source, parameters={"VALUE": "URI"})
    entry_list = list(entries)
    if any(entry.time_known for entry in entry_list):
        calendar.add_component(_build_timezone())
    for entry in entry_list:
        calendar.add_component(_build_event(entry))
    return bytes(calendar.to_ical())


def build_invitation(entry: CalendarEntry, *, office: str, attendee: str, is_off: bool = False) -> bytes:
    """One event for the diary of one attendee (RFC 5546): a REQUEST, or a CANCEL when it is off for this attendee.

    The `uid` is that of the public calendar; a CANCEL raises the sequence once more, so that it is never older.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Stedennet//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "REQUEST")
    if entry.time_known:
        calendar.add_component(_build_timezone())
    event = _build_event(replace(entry, sequence=entry.sequence + is_off, cancelled=entry.cancelled or is_off))
    event.add("organizer", f"mailto:{office}")
    event.add("attendee", f"mailto:{attendee}", parameters={"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _build_timezone() -> Timezone:
    """The time zone as every calendar program understands it: one yearly rule for each change of the clock.

    Some programs misread lists of dates (RDATE) and rules that end (UNTIL); the library's own output has both.
    """
    zone = Timezone()
    zone.add("tzid", str(AMSTERDAM))
    for part, name, onset, month, before, after in _OBSERVANCES:
        observance = part()
        observance.add("dtstart", onset)
        observance.add("tzoffsetfrom", before)
        observance.add("tzoffsetto", after)
        observance.add("tzname", name)
        observance.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(observance)
    return zone


def _build_event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    event.add("summary", remove_control_characters(entry.title))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    _add_times(event, entry)
    for field, value in (("description", entry.text), ("location", entry.place), ("url", entry.url)):
        if value:
            event.add(field, remove_control_characters(value))
    if entry.labels:
        event.add("categories", [remove_control_characters(label) for label in entry.labels])
    if entry.organiser:
        event["x-organiser-name"] = vText(remove_control_characters(entry.organiser))
    return event


def _add_times(event: Event, entry: CalendarEntry) -> None:
    begin, end = (moment.astimezone(AMSTERDAM) for moment in (entry.starts_at, entry.ends_at))
    if entry.time_known:
        event.add("dtstart", begin)
        event.add("dtend", max(begin, end))
    else:
        # Whole days: the end is the first day after. TRANSPARENT keeps calendars from showing the day as busy.
        event.add("dtstart", begin.date())
        event.add("dtend", max(begin, end).date() + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")


def remove_control_characters(text: str) -> str:
    """The text without control characters, which calendar programs reject; line breaks stay.

    A backslash before a capital N becomes one before a small n: the library takes the former for a line break.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\N", "\\n")
    return "".join(character for character in text if character == "\n" or character >= " ")
