"""Everything dated as calendars that programs subscribe to."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from stedennet.calls.models import Call
from stedennet.changes.flows import announce_change
from stedennet.core.clock import now
from stedennet.events.models import EventPage
from stedennet.events.rules.calendars import AMSTERDAM, CalendarEntry, build_calendar, remove_control_characters
from tests.builders.events import make_event
from tests.core.clock import set_by_hand
from tests.site.public_things import make_all

CALENDARS = (
    "/agenda/kalender.ics",
    "/evenementen/kalender.ics",
    "/oproepen/kalender.ics",
    "/themas/smart-mobility/kalender.ics",
    "/organisaties/eindhoven/kalender.ics",
)


@pytest.fixture
def everything(db, mobility, eindhoven, lead):
    make_all(mobility, eindhoven)


def events(response):
    return Calendar.from_ical(response.content).walk("VEVENT")


def names(response):
    return sorted(str(one["summary"]) for one in events(response))


@pytest.mark.parametrize("path", ["/themas/smart-mobility/", "/organisaties/eindhoven/"])
def test_a_theme_and_an_organisation_have_one_calendar_with_everything_dated(client, everything, path):
    make_event("elders", title="Elders")
    found = ["SM-1 De eerste paal", "Sluit: Wie bouwt een kaart?", "Webinar"]
    assert names(client.get(f"{path}kalender.ics")) == found


@pytest.mark.parametrize("path", ["/themas/bestaat-niet/", "/organisaties/bestaat-niet/"])
def test_what_is_not_there_has_no_calendar(client, db, path):
    assert client.get(f"{path}kalender.ics").status_code == 404


@pytest.mark.parametrize("path", CALENDARS)
def test_a_calendar_is_read_asked_again_and_not_sent_twice(client, everything, path):
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    assert calendar["x-wr-timezone"] == "Europe/Amsterdam"
    assert str(calendar["source"]).endswith(path)
    uids = [str(one["uid"]) for one in events(answer)]
    assert len(set(uids)) == len(uids) > 0
    assert all(uid.endswith("@localhost") for uid in uids)
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "path", ["/agenda/", "/evenementen/", "/oproepen/", "/themas/smart-mobility/", "/organisaties/eindhoven/"]
)
def test_the_page_says_what_to_do_with_the_address(client, everything, path, settings):
    page = client.get(path).content.decode()
    assert "als internetagenda (abonnement)" in page
    assert f"{settings.SITE_URL}{path}kalender.ics" in page
    assert '<link rel="alternate" type="text/calendar"' in page


def test_the_calendar_has_the_filters_of_its_list(client, everything):
    assert names(client.get("/evenementen/kalender.ics?thema=smart-mobility")) == ["Webinar"]
    assert names(client.get("/oproepen/kalender.ics?soort=offering")) == []
    page = client.get("/oproepen/?soort=offering").content.decode()
    assert "/oproepen/kalender.ics?soort=offering" in page


def test_a_call_that_closes_earlier_than_was_said_is_still_a_newer_version(client, everything, monkeypatch):
    before = events(client.get("/oproepen/kalender.ics"))[0]
    call = Call.objects.get()
    Call.objects.update(closes_on=call.closes_on - dt.timedelta(days=30))
    later = now() + dt.timedelta(minutes=1)  # a calendar counts in whole seconds
    set_by_hand(monkeypatch).moment = later
    announce_change(call, "changed")
    after = events(client.get("/oproepen/kalender.ics"))[0]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt < before["dtstart"].dt
    assert after["last-modified"].dt > before["last-modified"].dt


def test_a_day_is_a_whole_day_on_which_nobody_is_busy(client, everything):
    closing = events(client.get("/oproepen/kalender.ics"))[0]
    assert type(closing["dtstart"].dt) is dt.date
    assert closing["dtend"].dt - closing["dtstart"].dt == dt.timedelta(days=1)
    assert closing["transp"] == "TRANSPARENT"
    meeting = events(client.get("/evenementen/kalender.ics"))[0]
    assert meeting["dtstart"].dt == EventPage.objects.get().starts_at.replace(microsecond=0)
    assert "transp" not in meeting


MOMENTS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1)).map(
    lambda one: one.replace(microsecond=0, tzinfo=dt.UTC)
)


@given(
    title=st.text(max_size=120),
    text=st.text(max_size=120),
    label=st.text(min_size=1, max_size=30),
    begin=MOMENTS,
    hours=st.integers(0, 100),
    time_known=st.booleans(),
    cancelled=st.booleans(),
)
def test_any_event_survives_the_journey_to_a_calendar_and_back(
    title, text, label, begin, hours, time_known, cancelled
):
    end = begin + dt.timedelta(hours=hours)
    entry = CalendarEntry(
        uid="event-1@example.org",
        sequence=3,
        title=title,
        starts_at=begin,
        ends_at=end,
        time_known=time_known,
        changed_at=begin,
        text=text,
        cancelled=cancelled,
        labels=(label,),
    )
    body = build_calendar("Een kalender", [entry], source="https://s.example/kalender.ics")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    found = Calendar.from_ical(body).walk("VEVENT")[0]
    assert str(found["summary"]) == remove_control_characters(title)
    assert str(found.get("description", "")) == remove_control_characters(text)
    assert found["status"] == ("CANCELLED" if cancelled else "CONFIRMED")
    if time_known:
        assert (found["dtstart"].dt, found["dtend"].dt) == (begin, end)
    else:
        assert found["dtstart"].dt == begin.astimezone(AMSTERDAM).date()
        assert found["dtend"].dt == end.astimezone(AMSTERDAM).date() + dt.timedelta(days=1)
    assert Calendar.from_ical(Calendar.from_ical(body).to_ical()).to_ical() == Calendar.from_ical(body).to_ical()


@pytest.mark.parametrize("path", ["/evenementen/kalender.ics", "/themas/smart-mobility/kalender.ics"])
def test_what_does_not_take_place_stays_in_the_calendar_as_cancelled(client, everything, path):
    EventPage.objects.update(is_cancelled=True)
    found = {str(one["summary"]): str(one["status"]) for one in events(client.get(path))}
    assert found["Webinar"] == "CANCELLED"


def test_a_call_that_was_closed_before_its_day_is_cancelled_and_one_that_ran_out_is_not(client, everything):
    call = Call.objects.get()
    Call.objects.update(state="closed", state_at=now(), closes_on=localdate() + dt.timedelta(days=3))
    theme = {str(one["uid"]): str(one["status"]) for one in events(client.get(CALENDARS[3]))}
    assert theme[f"call-{call.pk}@{urlsplit(settings.SITE_URL).hostname}"] == "CANCELLED"
    Call.objects.update(closes_on=localdate() - dt.timedelta(days=1))
    theme = {str(one["uid"]): str(one["status"]) for one in events(client.get(CALENDARS[3]))}
    assert theme[f"call-{call.pk}@{urlsplit(settings.SITE_URL).hostname}"] == "CONFIRMED"
