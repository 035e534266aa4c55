"""iCalendar: what a calendar program reads is what we meant."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from stedennet.events.rules.calendar import AMSTERDAM, Entry, as_calendar, clean

BEGIN = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
text = st.text(max_size=200)
entries = st.builds(
    Entry,
    uid=st.uuids().map(lambda one: f"{one}@example.org"),
    sequence=st.integers(0, 99),
    title=text,
    starts_at=st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2037, 1, 1), timezones=st.just(dt.UTC)),
    ends_at=st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2037, 1, 1), timezones=st.just(dt.UTC)),
    time_known=st.booleans(),
    changed_at=st.just(BEGIN),
    text=text,
    place=text,
    cancelled=st.booleans(),
)


def entry(**more):
    fields = {"uid": "event-1@example.org", "sequence": 3, "title": "Webinar", "time_known": True, "changed_at": BEGIN}
    return Entry(**{**fields, "starts_at": BEGIN, "ends_at": BEGIN + dt.timedelta(hours=1), **more})


def read(body):
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    return event


def test_the_time_is_that_of_amsterdam_and_the_zone_is_in_the_file():
    body = as_calendar("Evenementen", [entry()])
    assert b"BEGIN:VTIMEZONE" in body
    assert b"DTSTART;TZID=Europe/Amsterdam:20260701T140000" in body
    assert read(body).decoded("dtstart") == BEGIN.astimezone(AMSTERDAM)


def test_without_a_known_time_it_is_a_whole_day():
    event = read(as_calendar("x", [entry(time_known=False)]))
    assert event.decoded("dtstart") == dt.date(2026, 7, 1)
    assert event.decoded("dtend") == dt.date(2026, 7, 2)


def test_what_does_not_take_place_says_so():
    assert read(as_calendar("x", [entry(cancelled=True)]))["status"] == "CANCELLED"


@given(entries)
def test_whatever_is_typed_comes_out_as_it_went_in(one):
    body = as_calendar("Evenementen", [one])
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    event = read(body)
    assert str(event["uid"]) == one.uid
    assert int(event["sequence"]) == one.sequence
    assert str(event["summary"]) == clean(one.title)
    assert str(event.get("location", "")) == clean(one.place)
    assert event.decoded("dtend") >= event.decoded("dtstart")


@given(st.lists(entries, max_size=5))
def test_a_calendar_has_each_event_once(some):
    body = as_calendar("Evenementen", some)
    assert len(Calendar.from_ical(body).walk("VEVENT")) == len(some)
