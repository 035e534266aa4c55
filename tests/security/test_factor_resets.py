"""A lost factor is taken away by two administrators, and the person hears of it at each step."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from typer.testing import CliRunner

from stedennet import cli
from stedennet.accounts import factor_resets
from stedennet.accounts.models import FactorReset, SignedInSession
from stedennet.audit.models import SecurityEvent
from stedennet.core import clock
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, Refused
from stedennet.outbox.models import OutgoingMail
from tests.sections.pressing import pressed
from tests.security.signing_in import give_app, make_person, open_session

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/beheer/tweede-factor-kwijt/"


@pytest.fixture
def person():
    person = make_person("editor")
    give_app(person)
    return person


@pytest.fixture
def bosses():
    return make_person("administrator"), make_person("second", is_superuser=True)


def ask(person, by):
    return factor_resets.ask_factor_reset(person, reason="Gebeld op het bekende nummer", by=by)


def test_two_administrators_take_a_lost_factor_away_and_the_person_is_told(client, person, bosses):
    open_session(client, person, proved=True)
    asked = ask(person, bosses[0])
    assert OutgoingMail.objects.filter(to=person.email, subject__startswith="Gevraagd").exists()
    assert Authenticator.objects.filter(user=person).exists()
    factor_resets.confirm_factor_reset(asked, by=bosses[1])
    assert not Authenticator.objects.filter(user=person).exists()
    assert not SignedInSession.objects.filter(user=person).exists()
    assert client.get("/account/").status_code == 302
    assert OutgoingMail.objects.filter(to=person.email, subject__startswith="Weggehaald").exists()
    kinds = list(SecurityEvent.objects.filter(kind__startswith="factor.reset").values_list("kind", "by_key"))
    assert set(kinds) == {("factor.reset_asked", bosses[0].pk), ("factor.reset", bosses[1].pk)}


def test_nobody_does_it_alone_for_themselves_or_without_being_an_administrator(person, bosses):
    asked = ask(person, bosses[0])
    give_app(bosses[1])
    for wrong in (bosses[0], person, make_person("moderator"), SYSTEM):
        with pytest.raises(NotAllowed):
            factor_resets.confirm_factor_reset(asked, by=wrong)
        if wrong is not bosses[0]:
            with pytest.raises(NotAllowed):
                ask(bosses[1], wrong)
    with pytest.raises(NotAllowed):
        ask(bosses[1], bosses[1])
    with pytest.raises(NotAllowed):
        factor_resets.reset_factor(person, by=bosses[0])
    assert Authenticator.objects.filter(user=person).exists()


def test_the_database_refuses_one_person_who_is_two(person, bosses):
    asked = ask(person, bosses[0])
    for change in ({"confirmed_by": bosses[0].pk}, {"confirmed_by": person.pk}, {"confirmed_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.filter(pk=asked.pk).update(granted_at=clock.now(), **change)


def test_what_nobody_confirmed_for_a_week_must_be_asked_again(person, bosses):
    asked = ask(person, bosses[0])
    with pytest.raises(Refused):
        ask(person, bosses[1])
    FactorReset.objects.update(asked_at=clock.now() - dt.timedelta(days=7))
    with pytest.raises(Refused):
        factor_resets.confirm_factor_reset(asked, by=bosses[1])
    ask(person, bosses[1])


def test_an_administrator_says_no_and_nothing_changes(person, bosses):
    factor_resets.refuse_factor_reset(ask(person, bosses[0]), by=bosses[1])
    assert Authenticator.objects.filter(user=person).exists()
    assert OutgoingMail.objects.filter(to=person.email, subject__startswith="Afgewezen").exists()
    assert not FactorReset.objects.exists()


def test_it_needs_a_reason_and_a_factor(person, bosses):
    with pytest.raises(Refused) as refusal:
        factor_resets.ask_factor_reset(person, reason=" ", by=bosses[0])
    assert refusal.value.field == "reason"
    with pytest.raises(Refused):
        ask(make_person("reader"), bosses[0])


def test_by_the_page(client, person, bosses, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    open_session(client, bosses[0], proved=True)
    wrong = client.post(PAGE, pressed("vraag", email="niemand@example.org", reason="Gebeld"))
    assert wrong.status_code == 422
    assert "geen account" in wrong.content.decode()
    assert "Gebeld" in wrong.content.decode()
    assert client.post(PAGE, pressed("vraag", email=person.email, reason="Gebeld")).status_code == 302
    asked = FactorReset.objects.get()
    assert "Een andere beheerder moet dit bevestigen" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}{asked.pk}/", {"wat": "bevestig"})
    assert Authenticator.objects.filter(user=person).exists()
    second = Client()
    open_session(second, bosses[1], proved=True)
    assert second.post(f"{PAGE}{asked.pk}/", {"wat": "bevestig"}).status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()


def test_an_editor_gets_no_such_page(client, person, settings):
    open_session(client, person, proved=True)
    answer = client.get(PAGE)
    assert answer.status_code in (302, 403)
    assert "Hoe weet u" not in answer.content.decode()


def test_whoever_runs_the_machine_may_do_it_alone_and_it_is_written_down(person):
    assert CliRunner().invoke(cli.app, ["reset-factor", "EDITOR@example.org"]).exit_code == 0
    assert not Authenticator.objects.filter(user=person).exists()
    assert SecurityEvent.objects.filter(kind="factor.reset", by_system=True).exists()
    assert CliRunner().invoke(cli.app, ["reset-factor", "niemand@example.org"]).exit_code == 1
