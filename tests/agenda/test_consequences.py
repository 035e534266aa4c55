"""Before what cannot be undone: what freezes, who gets mail, and a second press of a button."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import editions
from stedennet.agenda.flows.signing_requests import send_signing_requests
from stedennet.agenda.models import Edition, ProgressReport
from stedennet.agenda.rules.editions import Status, Step
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.outbox.models import OutgoingMail
from stedennet.spreading.rules.choices import choose_kinds
from tests.builders.editions import adopt, make_edition
from tests.builders.people import speaks_for
from tests.builders.subscriptions import subscribed
from tests.sections.pressing import pressed

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, settings, db):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(create_person(email="o@example.org", name="O", password=None, by=SYSTEM, is_editor=True))
    return client


def press(office, edition, step, *, is_sure=False, **more):
    confirmed = {"confirmed": "1"} if is_sure else {}
    return office.post(reverse("agenda:steps", args=[edition.pk]), {**pressed(step, **more), **confirmed})


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_laying_before_the_parties_names_what_freezes_and_counts_who_gets_mail(office, draft, eindhoven, utrecht, vng):
    for organisation in (eindhoven, utrecht, vng):
        speaks_for(organisation)
    subscribed(choice=choose_kinds(["agenda"]))
    subscribed("bo@example.org", choose_kinds(["oproepen"]))
    OutgoingMail.objects.all().delete()
    shown = words(press(office, draft, "submit"))
    assert "2 acties" in shown
    assert "3 mensen die voor 3 partijen besluiten krijgen mail" in shown
    assert "Hooguit 1 abonnee" in shown
    assert "had geen consultatie" in shown
    draft.refresh_from_db()
    assert (draft.status, draft.frozen_at, draft.laid_before) == (Status.DRAFT, None, None)
    assert not Change.objects.filter(subject_type="agenda.edition").exists(), "tried only"
    press(office, draft, "submit", is_sure=True)
    Edition.objects.filter(pk=draft.pk).update()
    draft.refresh_from_db()
    assert draft.status == Status.APPROVAL


def test_the_count_is_that_of_the_mails_that_go_out(office, draft, eindhoven, monkeypatch):
    from tests.core.clock import set_by_hand

    clock = set_by_hand(monkeypatch)
    speaks_for(eindhoven)
    counted = int(re.search(r"(\d+) mens(?:en)? die voor", words(press(office, draft, "submit")))[1])
    press(office, draft, "submit", is_sure=True)
    clock.later(minutes=11)
    OutgoingMail.objects.all().delete()
    send_signing_requests()
    assert OutgoingMail.objects.values("to").distinct().count() == counted


def test_withdrawn_within_ten_minutes_nobody_is_asked(office, draft, monkeypatch):
    from tests.core.clock import set_by_hand

    clock = set_by_hand(monkeypatch)
    press(office, draft, "submit", is_sure=True)
    press(office, draft, "withdraw", is_sure=True, reason="Te vroeg.")
    clock.later(minutes=11)
    assert send_signing_requests() == 0


def test_opening_a_consultation_beside_another_is_told(office, eindhoven):
    first = make_edition(eindhoven)
    editions.take_step(first, Step.CONSULT, by=SYSTEM, until=today() + dt.timedelta(days=3))
    second = make_edition(eindhoven)
    shown = words(press(office, second, "consult", until=str(today())))
    assert f"Editie {first.number} is ook in consultatie" in shown
    assert (
        f'name="consult-until" value="{today()}"'
        in press(office, second, "consult", until=str(today())).content.decode()
    )


def test_the_next_edition_says_what_it_takes_over_and_what_is_not_ready(office, eindhoven):
    first = make_edition(eindhoven)
    editions.take_step(first, Step.CONSULT, by=SYSTEM, until=today())
    shown = words(office.post(reverse("agenda:open_next")))
    assert "editie 1 staat: 1 acties, 1 partijen" in shown
    assert "Editie 1 is nog niet klaar: consultatie" in shown
    assert Edition.objects.count() == 1
    office.post(reverse("agenda:open_next"), {"confirmed": "1"})
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("step", [Step.CONSULT, Step.SUBMIT, Step.WITHDRAW])
def test_every_step_asks_first(office, draft, step):
    answer = press(office, draft, step.value, until=str(today()), reason="Daarom.")
    assert answer.status_code == 200
    assert 'name="confirmed"' in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_what_is_refused_is_said_at_once(office, draft):
    draft.parties.all().delete()
    answer = press(office, draft, "submit")
    assert answer.status_code == 422
    assert "Noem eerst de partijen" in words(answer)


REPORT = {"title": "Voorjaar", "foreword": "Het ging goed.", "begins_on": "2026-01-01"}


def test_a_report_is_seen_in_numbers_before_it_is_published(office, draft):
    adopt(draft)
    typed = {**REPORT, "ends_on": str(now().date())}
    url = reverse("agenda:report")
    shown = office.post(url, typed)
    assert "Acties 2" in words(shown)
    assert "Het ging goed." in words(shown)
    assert "verandert niet meer" in words(shown)
    assert not ProgressReport.objects.exists()
    back = office.post(url, {**typed, "edit": "1"})
    assert "Het ging goed.</textarea>" in back.content.decode()
    office.post(url, {**typed, "confirmed": "1"})
    assert ProgressReport.objects.get().foreword == "Het ging goed."


def test_a_report_with_a_mistake_is_not_asked_about(office, draft):
    adopt(draft)
    assert office.post(reverse("agenda:report"), {**REPORT, "ends_on": "2099-01-01"}).status_code == 422
