"""Mailings are held when many servers refuse our mail, until an administrator releases them."""

import datetime as dt

import pytest
from django.conf import settings as site_settings
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from stedennet.accounts.models import User
from stedennet.core.errors import NotAllowed, Refused
from stedennet.mailing.flows.answers import record_answers
from stedennet.mailing.flows.bounces import read_bounce
from stedennet.mailing.flows.deliveries import claim_deliveries
from stedennet.mailing.flows.holds import get_active_hold, release_hold
from stedennet.mailing.flows.suppressions import is_suppressed
from stedennet.mailing.models import Delivery, Hold
from stedennet.mailing.rules.holds import MIN_REFUSALS, should_hold, take_newer_half
from stedennet.mailing.rules.refusals import RefusalCause
from stedennet.mailing.transport import Answer, Result
from stedennet.outbox.models import OutgoingMail
from tests.builders.mailings import a_mailing, round_of

from .test_bounces import dsn

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def administrator(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return User.objects.create_superuser("beheer@example.org")


def refuse(number: int, *, status: str = "5.7.1", first: int = 0) -> None:
    """Let this many handed-over mails bounce."""
    for delivery in Delivery.objects.filter(state="handed_over").order_by("pk")[first : first + number]:
        read_bounce(dsn(delivery, status))


def sent(number: int, worker, box, name: str = "nieuws") -> None:
    a_mailing(*(f"{name}{index}" for index in range(number)), name=name)
    round_of(worker, box)


def test_many_refusals_about_us_let_all_mailings_stand_still_and_tell_the_administrators(worker, box, administrator):
    sent(30, worker, box)
    refuse(MIN_REFUSALS)
    assert get_active_hold().refused == MIN_REFUSALS
    assert {mail.to for mail in OutgoingMail.objects.all()} == {"beheer@example.org", site_settings.OFFICE_EMAIL}
    assert "/beheer/mailings/" in OutgoingMail.objects.first().text
    a_mailing("later", name="volgende")
    assert round_of(worker, box) == 0
    assert not is_suppressed("nieuws0@example.org")


def test_what_the_server_refuses_at_once_counts_as_well(worker, box):
    a_mailing(*(f"n{index}" for index in range(MIN_REFUSALS)))
    rows = claim_deliveries(worker.name, most=MIN_REFUSALS)
    answers = [Answer(row.number, Result.REFUSED, "554 5.7.1 blocked", RefusalCause.US) for row in rows]
    record_answers(answers, worker=worker.name)
    assert get_active_hold()


def test_a_few_refusals_among_many_mails_stop_nothing(worker, box):
    sent(MIN_REFUSALS * 10 + 30, worker, box)
    refuse(MIN_REFUSALS)
    assert get_active_hold() is None


def test_full_mailboxes_and_dead_addresses_stop_nothing(worker, box):
    sent(40, worker, box)
    refuse(20, status="5.2.2")
    refuse(20, status="5.1.1", first=20)
    assert get_active_hold() is None


def test_refusals_spread_over_hours_stop_nothing(worker, box, clock):
    sent(30, worker, box)
    for index in range(20):
        refuse(1, first=index)
        clock.later(minutes=20)
    assert get_active_hold() is None


def test_a_mailing_that_went_well_yesterday_does_not_hide_todays_trouble(worker, box, clock):
    sent(500, worker, box)
    clock.later(days=1)
    sent(20, worker, box, name="vandaag")
    refuse(MIN_REFUSALS, first=500)
    assert get_active_hold()


def test_an_administrator_lets_the_mailings_go_on_where_they_were(worker, box, administrator, client):
    sent(30, worker, box)
    refuse(MIN_REFUSALS)
    a_mailing("later", name="volgende")
    client.force_login(administrator)
    assert "staan stil" in client.get("/beheer/").content.decode()
    page = client.get("/beheer/mailings/").content.decode()
    assert "nieuws0@example.org" in page
    assert "550 No such user" in page, "what the server said"
    client.post("/beheer/mailings/")
    assert get_active_hold() is None
    assert round_of(worker, box) == 1
    assert Hold.objects.get().released_by == "beheer@example.org"
    refuse(1, first=MIN_REFUSALS)
    assert get_active_hold() is None, "what was refused before counts no more"


def test_an_editor_sees_it_and_lets_nothing_go_on(worker, box, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    editor = User.objects.create_user("redactie@example.org", is_editor=True)
    Hold.objects.create(at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC), refused=12)
    client.force_login(editor)
    assert "Een beheerder laat" in client.get("/beheer/mailings/").content.decode()
    assert client.post("/beheer/mailings/").status_code in (302, 403)
    assert get_active_hold()
    with pytest.raises(NotAllowed):
        release_hold(by=editor)


def test_what_does_not_stand_still_cannot_go_on(administrator):
    with pytest.raises(Refused):
        release_hold(by=administrator)


def test_the_database_allows_one_hold_at_a_time():
    moment = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    Hold.objects.create(at=moment, refused=10)
    for wrong in ({"in_force": True}, {"in_force": False, "released_at": moment}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.create(at=moment, refused=10, **wrong)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_fewer_than_ten_or_one_in_ten_is_never_too_much(refused, ended):
    assert should_hold(refused, refused, ended) == (refused >= 10 and refused * 10 >= ended)


@given(st.lists(st.datetimes(), min_size=1))
def test_the_newer_half_is_never_empty_and_never_older_than_the_rest(moments):
    half = take_newer_half(moments)
    assert half
    assert all(moment <= half[0] for moment in sorted(moments)[: len(moments) - len(half)])
