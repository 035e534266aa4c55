"""An edition is laid before the parties: who gets mail, when, and that nobody gets it twice."""

import datetime as dt

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows.approvals import send_approval_link
from stedennet.agenda.flows.editions import take_step
from stedennet.agenda.flows.signing_requests import count_recipients, send_signing_requests
from stedennet.agenda.models import SigningRequest
from stedennet.agenda.rules.editions import Step as EditionStep
from stedennet.agenda.rules.signing_requests import GRACE, STEP_DELAYS, Step, find_due_step
from stedennet.core.access import SYSTEM
from stedennet.network.flows.representations import grant_representation
from stedennet.network.models import Representation
from stedennet.outbox.models import OutgoingMail
from tests.builders.editions import make_edition, say
from tests.builders.people import speaks_for

database = [pytest.mark.django_db, pytest.mark.database]
LAID = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def laid(clock, eindhoven, utrecht):
    """An edition that Eindhoven and Utrecht decide on; somebody may sign for each."""
    for city in (eindhoven, utrecht):
        speaks_for(city)
    return take_step(make_edition(eindhoven, utrecht), EditionStep.SUBMIT, by=SYSTEM)


def mails() -> list[str]:
    return sorted(OutgoingMail.objects.filter(text__contains="ligt sinds").values_list("to", flat=True))


class TestTheMails:
    pytestmark = database

    def test_everybody_entitled_to_sign_gets_one(self, laid, clock):
        clock.later(minutes=10)
        assert send_signing_requests() == 2
        assert mails() == ["eindhoven@example.org", "utrecht@example.org"]

    def test_nobody_gets_it_twice(self, laid, clock):
        clock.later(minutes=10)
        assert (send_signing_requests(), send_signing_requests()) == (2, 0)

    def test_an_edition_that_is_withdrawn_within_ten_minutes_reaches_nobody(self, laid, clock):
        clock.later(minutes=9, seconds=59)
        assert send_signing_requests() == 0
        take_step(laid, EditionStep.WITHDRAW, by=SYSTEM, reason="Een fout in actie 1.")
        clock.later(days=30)
        assert send_signing_requests() == 0
        assert mails() == []

    def test_a_party_that_decided_is_not_reminded(self, laid, clock, eindhoven):
        clock.later(minutes=10)
        send_signing_requests()
        say(laid.parties.get(organisation=eindhoven))
        clock.later(days=7)
        assert send_signing_requests() == 1
        assert mails() == ["eindhoven@example.org", "utrecht@example.org", "utrecht@example.org"]

    def test_a_worker_that_stood_still_asks_first_and_reminds_once(self, laid, clock):
        clock.later(days=30)
        assert (send_signing_requests(), send_signing_requests(), send_signing_requests()) == (2, 2, 0)
        assert set(SigningRequest.objects.values_list("step", flat=True)) == {"asked", "urged"}

    def test_representatives_are_told_that_nobody_may_sign_yet(self, laid, clock, utrecht):
        Representation.objects.filter(organisation=utrecht).update(may_sign=False)
        clock.later(minutes=10)
        send_signing_requests()
        assert "mag nog niemand tekenen" in OutgoingMail.objects.get(to="utrecht@example.org").text

    def test_the_office_is_told_of_a_party_without_anybody(self, laid, clock, utrecht):
        Representation.objects.filter(organisation=utrecht).delete()
        clock.later(minutes=10)
        send_signing_requests()
        assert "kennen wij niemand" in OutgoingMail.objects.get(to=settings.OFFICE_EMAIL).text

    def test_the_holder_of_a_personal_link_is_reminded_of_it_without_the_link(self, laid, clock, utrecht):
        Representation.objects.filter(organisation=utrecht).delete()
        send_approval_link(laid.parties.get(organisation=utrecht), "griffie@example.org", by=SYSTEM)
        clock.later(minutes=10)
        send_signing_requests()
        mail = OutgoingMail.objects.get(to="griffie@example.org", text__contains="ligt sinds")
        assert "persoonlijke link in onze vorige mail" in mail.text
        assert "/besluit" not in mail.text

    def test_somebody_whose_right_ended_gets_nothing(self, laid, clock, utrecht):
        Representation.objects.filter(organisation=utrecht).update(ends_on=clock.localdate())
        clock.later(minutes=10)
        send_signing_requests()
        assert "utrecht@example.org" not in mails()

    def test_an_account_that_was_closed_gets_nothing(self, laid, clock, utrecht):
        person = speaks_for(utrecht)
        person.is_active = False
        person.save()
        clock.later(minutes=10)
        send_signing_requests()
        assert "utrecht@example.org" not in mails()

    def test_the_count_before_is_the_number_of_people_that_get_mail(self, clock, eindhoven, utrecht):
        speaks_for(eindhoven)
        second = create_person(email="tweede@example.org", name="T", password=None, by=SYSTEM)
        grant_representation(Representation(user=second, organisation=eindhoven, may_sign=True), by=SYSTEM)
        edition = make_edition(eindhoven, utrecht)
        counted = count_recipients(edition)
        take_step(edition, EditionStep.SUBMIT, by=SYSTEM)
        clock.later(minutes=10)
        send_signing_requests()
        assert counted == len(set(mails())) == 3

    def test_the_page_of_steps_says_who_was_asked_and_how_many_must_agree(self, laid, clock, client, settings):
        settings.REQUIRE_SECOND_FACTOR = False
        client.force_login(create_person(email="e@example.org", name="E", password=None, by=SYSTEM, is_editor=True))
        clock.later(minutes=10)
        send_signing_requests()
        page = " ".join(client.get(f"/beheer/agenda/{laid.pk}/stappen/").content.decode().split())
        assert "0 van 2 ondertekenaars besloten. 0 akkoord, 2 nodig." in page
        assert "gevraagd 2 maart 2026 (wie mag tekenen: 1)" in page


def test_nothing_is_due_within_the_grace_and_asking_is_from_its_last_moment_on():
    assert find_due_step(LAID, now=LAID + GRACE - dt.timedelta(seconds=1), taken=()) is None
    assert find_due_step(LAID, now=LAID + GRACE, taken=()) is Step.ASKED


@pytest.mark.parametrize(
    ("days", "taken", "step"),
    [
        (6.99, {"asked"}, None),
        (7, {"asked"}, Step.REMINDED),
        (7, {"asked", "reminded"}, None),
        (21, {"asked", "reminded"}, Step.URGED),
        (21, {"asked"}, Step.URGED),
        (99, {"asked", "urged"}, None),
        (99, set(), Step.ASKED),
    ],
)
def test_reminders_follow_after_one_and_three_weeks(days, taken, step):
    assert find_due_step(LAID, now=LAID + dt.timedelta(days=days), taken=taken) is step


@given(st.lists(st.floats(min_value=0, max_value=60), max_size=40))
def test_however_the_clock_runs_each_step_is_taken_once_and_asking_comes_first(days):
    taken: list[str] = []
    for day in days:  # Not sorted: a clock can jump back.
        step = find_due_step(LAID, now=LAID + dt.timedelta(days=day), taken=taken)
        if step is not None:
            taken.append(step)
    assert len(taken) == len(set(taken))
    assert not taken or taken[0] == Step.ASKED
    assert set(taken) <= set(STEP_DELAYS)
