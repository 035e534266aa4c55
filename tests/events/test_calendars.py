"""iCalendar: calendar programs read what we mean."""

import datetime as dt
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from stedennet.events.rules.calendars import AMSTERDAM, CalendarEntry, build_calendar, remove_control_characters

BEGIN = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
text = st.text(max_size=200)
entries = st.builds(
    CalendarEntry,
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
    return CalendarEntry(**{**fields, "starts_at": BEGIN, "ends_at": BEGIN + dt.timedelta(hours=1), **more})


def read(body):
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    return event


def test_the_time_is_that_of_amsterdam_and_the_zone_is_in_the_file():
    body = build_calendar("Evenementen", [entry()])
    assert b"BEGIN:VTIMEZONE" in body
    assert b"DTSTART;TZID=Europe/Amsterdam:20260701T140000" in body
    assert read(body).decoded("dtstart") == BEGIN.astimezone(AMSTERDAM)


def changes_of(zone: ZoneInfo, first: int, last: int):
    """Every change of the clock in these years, as zoneinfo has it: the moment, and the offset after it."""
    moment, end = dt.datetime(first, 1, 1, tzinfo=dt.UTC), dt.datetime(last + 1, 1, 1, tzinfo=dt.UTC)
    offset = moment.astimezone(zone).utcoffset()
    while moment < end:
        moment += dt.timedelta(minutes=30)
        if moment.astimezone(zone).utcoffset() != offset:
            offset = moment.astimezone(zone).utcoffset()
            yield moment, offset


def onsets_in(body: bytes, first: int, last: int):
    """Every onset that a calendar program computes from the file in these years."""
    for part in Calendar.from_ical(body).walk():
        if part.name in ("STANDARD", "DAYLIGHT"):
            begin, before, after = (part.decoded(name) for name in ("dtstart", "tzoffsetfrom", "tzoffsetto"))
            rule = rrulestr(part["rrule"].to_ical().decode(), dtstart=begin)
            for local in rule.between(dt.datetime(first, 1, 1), dt.datetime(last + 1, 1, 1)):
                yield (local - before).replace(tzinfo=dt.UTC), after


def test_each_onset_is_a_change_of_the_clock_and_none_is_missing():
    body = build_calendar("Evenementen", [entry()])
    assert sorted(onsets_in(body, 2017, 2040)) == list(changes_of(AMSTERDAM, 2017, 2040))


def test_the_first_onsets_are_changes_of_the_clock_too():
    first = min(onsets_in(build_calendar("Evenementen", [entry()]), 1900, 2000))
    assert first in list(changes_of(AMSTERDAM, 1996, 1996))
    for part in Calendar.from_ical(build_calendar("x", [entry()])).walk():
        if part.name in ("STANDARD", "DAYLIGHT"):
            begin, before = part.decoded("dtstart"), part.decoded("tzoffsetfrom")
            moment = (begin - before).replace(tzinfo=dt.UTC)
            assert (moment, part.decoded("tzoffsetto")) in list(changes_of(AMSTERDAM, 1996, 1996))


def test_each_change_is_one_yearly_rule_that_every_program_reads():
    body = build_calendar("Evenementen", [entry()])
    assert body.count(b"RRULE:FREQ=YEARLY;") == 2
    assert b"RDATE" not in body
    assert b"UNTIL" not in body
    assert {line for line in body.split(b"\r\n") if line.startswith(b"RRULE")} == {
        b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    }


def test_a_calendar_of_whole_days_needs_no_zone():
    assert b"VTIMEZONE" not in build_calendar("Mijlpalen", [entry(time_known=False)])


def test_moments_of_writing_are_in_utc():
    event = read(build_calendar("x", [entry()]))
    assert event["dtstamp"].to_ical() == event["last-modified"].to_ical() == b"20260701T120000Z"
    assert int(event["sequence"]) == 3


def test_lines_are_folded_by_octets_and_never_within_a_sign():
    body = build_calendar("x", [entry(title="é€😀" * 60)])
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert all(line.decode() for line in body.split(b"\r\n") if line)


def test_without_a_known_time_it_is_a_whole_day():
    event = read(build_calendar("x", [entry(time_known=False)]))
    assert event.decoded("dtstart") == dt.date(2026, 7, 1)
    assert event.decoded("dtend") == dt.date(2026, 7, 2)


def test_control_characters_go_and_lines_and_spaces_stay():
    assert remove_control_characters("a\x00b\tc d\r\ne\x1f\x7f") == "abc d\ne\x7f"


def test_what_does_not_take_place_says_so():
    assert read(build_calendar("x", [entry(cancelled=True)]))["status"] == "CANCELLED"


@given(entries)
def test_whatever_is_typed_comes_out_as_it_went_in(one):
    body = build_calendar("Evenementen", [one])
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    event = read(body)
    assert str(event["uid"]) == one.uid
    assert int(event["sequence"]) == one.sequence
    assert str(event["summary"]) == remove_control_characters(one.title)
    assert str(event.get("location", "")) == remove_control_characters(one.place)
    assert event.decoded("dtend") >= event.decoded("dtstart")


@given(st.lists(entries, max_size=5))
def test_a_calendar_has_each_event_once(some):
    body = build_calendar("Evenementen", some)
    assert len(Calendar.from_ical(body).walk("VEVENT")) == len(some)


def test_an_organiser_is_named_only_when_there_is_one():
    assert b"X-ORGANISER-NAME:Stad Voorbeeld" in build_calendar("x", [entry(organiser="Stad Voorbeeld")])
    assert b"X-ORGANISER-NAME" not in build_calendar("x", [entry()])
