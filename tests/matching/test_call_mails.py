"""Mails about new calls: to organisations that fit, with the reason, each once, at most one a week, easy to stop."""

from itertools import pairwise

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stedennet.accounts.flows import create_person
from stedennet.calls.models import Call
from stedennet.changes.flows import announce_change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from stedennet.matching import partners
from stedennet.matching.flows import call_mails
from stedennet.matching.models import Preference, Told
from stedennet.matching.personal_links import CALL_MAILS_LINK
from stedennet.network.flows.representations import grant_representation
from stedennet.network.models import Representation
from stedennet.outbox.models import OutgoingMail
from stedennet.search import index_store
from tests.builders.calls import make_call

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def low(settings):
    settings.MATCH_LEAST = 0.2


def announce(call):
    with transaction.atomic():
        announce_change(call, "published")


def test_the_people_of_who_fits_get_a_mail_with_the_reason(world, call, person):
    assert call_mails.send_call_mails(call) == 1
    post = OutgoingMail.objects.get(to=person.email)
    assert "deed mee aan “Slim laden”" in post.text
    assert "deed mee aan" in post.html
    assert mail.outbox == []


def test_the_mail_names_no_person_and_no_address_of_who_calls(world, call, person):
    call_mails.send_call_mails(call)
    post = OutgoingMail.objects.get(to=person.email)
    assert "g@example.org" not in post.text + post.html
    assert "Gerda" not in post.text + post.html


def test_reasons_come_in_the_language_of_who_reads(world, call, person):
    person.language = "en"
    person.save()
    call_mails.send_call_mails(call)
    assert "took part in “Slim laden”" in OutgoingMail.objects.get().text


def test_each_hears_of_a_call_once(world, call, person):
    assert [call_mails.send_call_mails(call), call_mails.send_call_mails(call)] == [1, 0]


def test_at_most_one_call_a_week_each(world, call, person, mobility, clock):
    other = make_call("tweede", theme=mobility)
    assert call_mails.send_call_mails(call) == 1
    assert call_mails.send_call_mails(other) == 0
    clock.later(days=6, hours=23)
    assert call_mails.send_call_mails(other) == 0
    clock.later(hours=2)
    assert call_mails.send_call_mails(other) == 1


def test_who_speaks_for_two_organisations_gets_one_mail(world, call, person, utrecht):
    grant_representation(Representation(user=person, organisation=utrecht), by=SYSTEM)
    assert call_mails.send_call_mails(call) == 1


def test_below_the_threshold_nobody_hears_of_it(world, call, person, settings):
    settings.MATCH_LEAST = 0.99
    assert call_mails.send_call_mails(call) == 0


@pytest.mark.parametrize("chosen", [{"mailed": False}, {"named": False}])
def test_who_opted_out_gets_nothing(world, call, person, company, chosen):
    Preference.objects.create(organisation=company, **chosen)
    assert call_mails.send_call_mails(call) == 0


def test_who_left_gets_nothing(world, call, person):
    person.is_active = False
    person.save()
    assert call_mails.send_call_mails(call) == 0


def test_the_worker_tells_of_a_published_call_and_not_again(world, call, person):
    announce(call)
    call_mails.send_mails_about_new_calls()
    announce(call)
    call_mails.send_mails_about_new_calls()
    assert OutgoingMail.objects.count() == Told.objects.count() == 1


def test_mails_can_be_switched_off_for_the_whole_site(world, call, person, settings):
    settings.MATCH_MAILS = False
    announce(call)
    call_mails.send_mails_about_new_calls()
    settings.MATCH_MAILS = True
    call_mails.send_mails_about_new_calls()
    assert not OutgoingMail.objects.exists()


def test_a_call_that_is_closed_or_old_is_not_told_of(world, call, person, clock):
    announce(call)
    clock.later(days=8)
    call_mails.send_mails_about_new_calls()
    Call.objects.filter(pk=call.pk).update(state="closed", published_at=now())
    announce(call)
    call_mails.send_mails_about_new_calls()
    assert not OutgoingMail.objects.exists()


def test_without_an_index_the_worker_waits_and_skips_nothing(world, call, person, monkeypatch):
    announce(call)
    with monkeypatch.context() as away:
        away.setattr(index_store, "open_reader", _broken)
        call_mails.send_mails_about_new_calls()
    assert not OutgoingMail.objects.exists()
    call_mails.send_mails_about_new_calls()
    assert OutgoingMail.objects.count() == 1


def _broken():
    raise index_store.BrokenIndex("gone")


def test_a_worker_that_dies_in_the_middle_sends_each_mail_once(world, call, person, company, monkeypatch):
    second = create_person(email="bo@laadbedrijf.example", name="Bo", password=None, by=SYSTEM)
    grant_representation(Representation(user=second, organisation=company), by=SYSTEM)
    OutgoingMail.objects.all().delete()
    announce(call)
    post, sent = call_mails.queue_mail, []

    def dies_at_the_second(**letter):
        sent.append(letter["to"])
        if len(sent) == 2:
            raise KeyboardInterrupt
        return post(**letter)

    monkeypatch.setattr(call_mails, "queue_mail", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        call_mails.send_mails_about_new_calls()
    assert not OutgoingMail.objects.exists()
    assert not Told.objects.exists()
    monkeypatch.setattr(call_mails, "queue_mail", post)
    call_mails.send_mails_about_new_calls()
    call_mails.send_mails_about_new_calls()
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [second.email, person.email]


@pytest.mark.database
def test_the_database_refuses_a_second_telling_of_a_call(call, person, company):
    Told.objects.create(call=call, person=person, organisation=company, at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Told.objects.create(call=call, person=person, organisation=company, at=now())


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=12))
@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_told_when_no_week_has_two_mails_to_one_person(world, call, person, clock, steps):
    with transaction.atomic():
        calls = [make_call(f"oproep-{number}", theme=call.theme) for number in range(4)]
        for number, days in steps:
            call_mails.send_call_mails(calls[number])
            clock.later(days=days)
        moments = sorted(Told.objects.values_list("at", flat=True))
        assert all(later - sooner >= call_mails.QUIET_PERIOD for sooner, later in pairwise(moments))
        assert len(moments) == OutgoingMail.objects.count() <= 4
        transaction.set_rollback(True)


def test_one_button_stops_the_mails(world, call, person, company, client):
    address = f"/oproepen/mail-uit/{CALL_MAILS_LINK.make_token(company)}/"
    assert "Laadbedrijf" in client.get(address).content.decode()
    assert not Preference.objects.exists()
    assert client.post(address).status_code == 200
    assert call_mails.send_call_mails(call) == 0
    assert client.post("/oproepen/mail-uit/vals/").status_code == 404


def test_only_a_few_organisations_hear_of_a_call(world, call, monkeypatch):
    asked = {}
    monkeypatch.setattr(partners, "find_partners", lambda *_, **more: asked.update(more) or [])
    call_mails.send_call_mails(call)
    assert asked["most"] == call_mails.MOST_ORGANISATIONS
