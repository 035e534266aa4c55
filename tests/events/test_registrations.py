"""Registering: confirmed by mail, the last place goes to one person, the waiting list moves up."""

import datetime as dt

import pytest
from django.core import mail
from icalendar import Calendar

from stedennet.core.errors import Refused
from stedennet.events.flows.registrations import (
    accept_offer,
    can_register,
    cancel_registration,
    delete_old_registrations,
    expire_offers,
    send_reminders,
)
from stedennet.events.models import Registration
from stedennet.events.personal_links import REGISTRATION_LINK
from stedennet.events.rules.waiting_lists import HOLDS_A_PLACE, RETENTION, Status
from stedennet.intake.flows import confirm_submission
from stedennet.intake.models import Submission
from stedennet.outbox.flows import deliver_mail
from stedennet.outbox.models import OutgoingMail
from tests.builders.events import last_mail, link_in, make_event, register, send_in
from tests.core.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("clock")]


def statuses(event):
    return list(event.registrations.in_order().values_list("status", flat=True))


def test_before_the_mail_is_opened_nobody_has_a_place(event):
    send_in(event, "ada@example.org")
    assert not Registration.objects.exists()


def test_the_link_in_the_mail_gives_a_place(event, come):
    assert come("ada").status == Status.PLACE
    assert "U hebt een plaats" in last_mail("ada@example.org").subject


def test_the_same_form_twice_is_one_registration(event):
    for _ in range(2):
        send_in(event, "ada@example.org", once="the same")
    assert OutgoingMail.objects.count() == 1


def test_the_same_person_twice_has_one_place(event, come):
    assert come("ada") == come("ada")
    assert statuses(event) == [Status.PLACE]


def test_when_all_places_are_taken_one_waits(come):
    assert [come(name).status for name in ("ada", "ben", "cas")] == [Status.PLACE, Status.PLACE, Status.WAITING]
    assert "wachtlijst" in last_mail("cas@example.org").subject


def test_a_place_that_comes_free_is_offered_to_who_waits_longest(event, come):
    ada, _ben, cas, dan = (come(name) for name in ("ada", "ben", "cas", "dan"))
    cancel_registration(REGISTRATION_LINK.make_token(ada))
    assert statuses(event) == [Status.CANCELLED, Status.PLACE, Status.OFFERED, Status.WAITING]
    assert "vrij" in last_mail(cas.email).subject
    assert accept_offer(link_in(last_mail(cas.email))).status == Status.PLACE
    assert Registration.objects.get(pk=dan.pk).status == Status.WAITING


def test_an_offer_that_nobody_takes_goes_to_the_next(event, come, clock):
    ada, _ben, cas, dan = (come(name) for name in ("ada", "ben", "cas", "dan"))
    cancel_registration(REGISTRATION_LINK.make_token(ada))
    clock.later(hours=25)
    assert expire_offers() == 1
    assert statuses(event) == [Status.CANCELLED, Status.PLACE, Status.PASSED, Status.OFFERED]
    with pytest.raises(Refused):
        accept_offer(REGISTRATION_LINK.make_token(cas))
    assert accept_offer(REGISTRATION_LINK.make_token(dan)).status == Status.PLACE


def test_more_places_are_offered_without_anybody_cancelling(event, come):
    for name in ("ada", "ben", "cas"):
        come(name)
    event.capacity = 3
    event.save()
    expire_offers()
    assert statuses(event)[-1] == Status.OFFERED


def test_cancelling_twice_frees_one_place(event, come):
    ada, _ben, _cas, _dan = (come(name) for name in ("ada", "ben", "cas", "dan"))
    for _ in range(2):
        cancel_registration(REGISTRATION_LINK.make_token(ada))
    assert statuses(event).count(Status.OFFERED) == 1


def test_who_cancelled_may_come_back_at_the_end_of_the_line(event, come):
    ada, _ben, _cas = (come(name) for name in ("ada", "ben", "cas"))
    cancel_registration(REGISTRATION_LINK.make_token(ada))
    assert come("ada").status == Status.WAITING


@pytest.mark.parametrize("token", ["", "x", "1", "1:forged", "9999999:" + "a" * 43, "é\0"])
def test_a_forged_link_finds_nothing(db, token):
    assert REGISTRATION_LINK.find(token) is None
    with pytest.raises(Refused):
        cancel_registration(token)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"registration": False}, "no registration"),
        ({"is_cancelled": True}, "cancelled"),
        ({"live": False}, "not public"),
        ({"registration_ends_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "too late"),
    ],
)
def test_one_cannot_register_when_it_is_closed(event, changed, words):
    for name, value in changed.items():
        setattr(event, name, value)
    assert not can_register(event), words
    with pytest.raises(Refused):
        send_in(event, "ada@example.org")


def test_a_link_opened_after_the_event_began_gives_no_place(event, clock):
    send_in(event, "ada@example.org")
    clock.later(days=1)
    event.starts_at = clock.moment
    event.save()
    with pytest.raises(Refused):
        confirm_submission(link_in(last_mail("ada@example.org")))
    assert not Registration.objects.exists()


def test_the_day_before_everybody_with_a_place_is_reminded_once(event, come, clock):
    for name in ("ada", "ben", "cas"):
        come(name)
    assert send_reminders() == 0
    clock.later(days=9, hours=1)
    assert send_reminders() == 2
    assert send_reminders() == 0
    assert "Morgen" in last_mail("ada@example.org").subject


def test_the_link_to_take_part_is_only_in_the_mail_of_who_has_a_place(db):
    event = make_event("online", capacity=1, online_url="https://meet.example.org/room")
    register(event, "ada@example.org")
    register(event, "ben@example.org")
    assert "meet.example.org" in last_mail("ada@example.org").text
    assert "meet.example.org" not in last_mail("ben@example.org").text


@pytest.mark.django_db(transaction=True)
def test_two_people_who_take_the_last_place_at_the_same_moment(committing):
    event = make_event("last", capacity=1)
    links = []
    for number in range(4):
        send_in(event, f"person{number}@example.org")
        links.append(link_in(last_mail(f"person{number}@example.org")))
    together(*[lambda link=link: confirm_submission(link) for link in links])
    assert sorted(statuses(event)) == [Status.PLACE, *[Status.WAITING] * 3]


@pytest.mark.django_db(transaction=True)
def test_when_many_cancel_at_once_nobody_is_lost_and_no_place_is_given_twice(committing):
    event = make_event("many", capacity=3)
    people = [register(event, f"person{number}@example.org") for number in range(7)]
    together(*[lambda one=one: cancel_registration(REGISTRATION_LINK.make_token(one)) for one in people[:3]])
    found = statuses(event)
    assert len(found) == 7
    assert found[:3] == [Status.CANCELLED] * 3
    assert sum(one in HOLDS_A_PLACE for one in found) == 3
    assert found.count(Status.WAITING) == 1


def test_when_the_event_is_cancelled_everybody_hears_it_once(event, come):
    come("ada")
    come("ben")
    gone = come("cas")
    cancel_registration(REGISTRATION_LINK.make_token(gone))
    for _ in range(2):
        event.is_cancelled = True
        event.save_revision().publish()
    told = OutgoingMail.objects.filter(subject__startswith="Gaat niet door").values_list("to", flat=True)
    assert sorted(told) == ["ada@example.org", "ben@example.org"]


def test_who_came_is_forgotten_sixty_days_after_the_event(event, come, clock):
    come("ada")
    come("ben")
    clock.moment = event.ends_at + RETENTION
    assert delete_old_registrations() == 0
    clock.later(seconds=1)
    assert delete_old_registrations() == 2
    assert not event.registrations.exists()
    assert not Submission.objects.exists()


def read_diary(row):
    calendar = Calendar.from_ical(row.calendar)
    (entry,) = calendar.walk("VEVENT")
    return str(calendar["method"]), str(entry["uid"]), int(entry["sequence"]), str(entry["status"])


def test_the_diary_follows_the_place_and_its_end(db):
    event = make_event("datadag", title="Datadag")
    register(event, "ann@example.org")
    method, uid, sequence, status = read_diary(last_mail("ann@example.org"))
    assert (method, uid.split("@")[0], status) == ("REQUEST", f"event-{event.pk}", "CONFIRMED")
    cancel_registration(link_in(last_mail("ann@example.org")))
    left = read_diary(last_mail("ann@example.org"))
    assert left == ("CANCEL", uid, sequence + 1, "CANCELLED")
    register(event, "ben@example.org")
    event.is_cancelled = True
    event.save_revision().publish()
    method, again, later, status = read_diary(last_mail("ben@example.org"))
    assert (method, again, status) == ("CANCEL", uid, "CANCELLED")
    assert later > sequence


def test_the_diary_goes_along_with_the_mail_and_is_emptied_with_it(db, settings):
    register(make_event("datadag"), "ann@example.org")
    row = last_mail("ann@example.org")
    deliver_mail(row.pk)
    (part,) = [part for part in mail.outbox[-1].message().walk() if part.get_filename() == "agenda.ics"]
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "REQUEST")
    assert b"UID:event-" in part.get_payload(decode=True)
    row.refresh_from_db()
    assert settings.DEMO or row.calendar == ""
