"""Reminders: to the contact, then who represents the organisation, then the office; each once in a silence."""

import datetime as dt
import re
import time

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from stedennet.agenda.flows.progress import confirm_action
from stedennet.agenda.flows.reminders import send_reminders
from stedennet.agenda.models import Action, Confirmation, ProgressUpdate, Reminder
from stedennet.agenda.rules.freshness import FreshnessLimits
from stedennet.agenda.rules.reminders import Step, find_due_step
from stedennet.core.access import SYSTEM
from stedennet.outbox.models import OutgoingMail
from tests.builders.editions import adopt, make_edition
from tests.builders.people import speaks_for
from tests.core.threads import together
from tests.sections.pressing import pressed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = dt.date(2026, 3, 2)


@pytest.fixture
def edition(clock, eindhoven, utrecht):
    speaks_for(eindhoven)
    Action.objects.create(code="SM-1", contact_email="contact@example.org")
    return adopt(make_edition(eindhoven, utrecht, actions=2))


def told():
    """Who got a reminder so far, the oldest first."""
    return [one.to for one in OutgoingMail.objects.order_by("id") if "nog?" in one.subject]


def test_first_the_contact_then_the_representatives_then_the_office(edition, clock):
    assert send_reminders() == 0
    clock.later(days=31)
    assert send_reminders() == 2
    assert sorted(told()) == ["contact@example.org", "eindhoven@example.org"]
    clock.later(days=30)
    assert send_reminders() == 1
    assert told()[2:] == ["eindhoven@example.org"]
    clock.later(days=120)
    assert send_reminders() == 1
    assert told()[3:] == [settings.OFFICE_EMAIL]


def link_of(address):
    mail = OutgoingMail.objects.filter(to=address).latest("id")
    return re.search(r"/agenda/actie-bijwerken/[^/\s]+/", mail.text)[0]


def test_the_contact_needs_no_account_to_say_that_it_is_still_right(client, edition, clock, eindhoven):
    clock.later(days=31)
    send_reminders()
    link = link_of("contact@example.org")
    response = client.get(link)
    assert (response.status_code, response["Referrer-Policy"]) == (200, "no-referrer")
    assert "Dit klopt nog" in response.content.decode()
    assert client.post(link, {"wat": "klopt"}).status_code == 302
    assert Confirmation.objects.get().action.code == "SM-1"
    client.post(link, pressed("voortgang", on="2026-03-02", text="De eerste staat er."))
    assert ProgressUpdate.objects.get().organisation == eindhoven
    assert client.post(link, pressed("stand", status="x")).status_code == 422


def test_the_link_of_a_contact_ends_by_itself(client, edition, clock, monkeypatch):
    clock.later(days=31)
    send_reminders()
    link = link_of("contact@example.org")
    later = time.time() + 91 * 86_400
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(link).status_code == 410


def test_one_mail_names_all_actions(edition, clock):
    clock.later(days=61)
    send_reminders()
    (mail,) = [one for one in OutgoingMail.objects.all() if "nog?" in one.subject]
    assert mail.subject == "Kloppen deze 2 acties nog? SM-1 Actie SM-1 en andere"
    assert "/account/acties/SM-1/" in mail.text
    assert "/actie-bijwerken/" not in mail.text
    assert "/account/acties/SM-2/" in mail.text


def test_when_the_clock_stood_still_for_a_week_each_reminder_comes_once(edition, clock):
    clock.later(days=28)
    send_reminders()
    clock.later(days=7)
    for _ in range(3):
        send_reminders()
    assert len(told()) == 2
    clock.later(days=400)
    for _ in range(3):
        send_reminders()
    assert told()[2:] == [settings.OFFICE_EMAIL]


def test_who_looks_begins_a_new_silence(edition, clock):
    clock.later(days=31)
    send_reminders()
    for one in edition.commitments.all():
        confirm_action(one, by=SYSTEM)
    clock.later(days=30)
    assert send_reminders() == 0
    clock.later(days=1)
    assert send_reminders() == 2
    assert Reminder.objects.count() == 4


def test_what_is_over_needs_no_looking_after(edition, clock):
    Action.objects.filter(code="SM-1").update(stopped_on=clock.localdate(), stopped_reason="Klaar ermee.")
    Action.objects.filter(code="SM-2").update(done_on=clock.localdate())
    clock.later(days=400)
    assert send_reminders() == 0


def test_of_who_is_responsible_in_words_only_the_contact_or_else_the_office_hears(clock, eindhoven):
    Action.objects.create(code="SM-1", contact_email="contact@example.org")
    edition = make_edition(eindhoven, actions=2)
    edition.commitments.update(responsible=None, responsible_in_words="G5- en G32-steden")
    adopt(edition)
    clock.later(days=31)
    assert send_reminders() == 2
    assert sorted(told()) == ["contact@example.org", settings.OFFICE_EMAIL]


def test_without_an_adopted_edition_nobody_is_reminded(clock, eindhoven):
    make_edition(eindhoven)
    clock.later(days=400)
    assert send_reminders() == 0


@given(st.integers(0, 2000))
def test_the_longer_the_silence_the_further_the_step(days):
    limits = FreshnessLimits()
    step = find_due_step(DAY, today=DAY + dt.timedelta(days=days), limits=limits)
    later = find_due_step(DAY, today=DAY + dt.timedelta(days=days + 1), limits=limits)
    order = [None, *Step]
    assert order.index(later) >= order.index(step)
    waits = {None: -1, Step.CONTACT: 30, Step.REPRESENTATIVES: 60, Step.OFFICE: 180}
    assert days > waits[step]


def test_two_workers_at_once_send_each_reminder_once(committing, monkeypatch, eindhoven, utrecht):
    from tests.core.clock import set_by_hand

    clock = set_by_hand(monkeypatch)
    speaks_for(eindhoven)
    adopt(make_edition(eindhoven, utrecht, actions=2))
    clock.later(days=61)
    together(send_reminders, send_reminders)
    assert Reminder.objects.count() == 2
    assert len(told()) == 1
