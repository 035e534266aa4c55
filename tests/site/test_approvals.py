"""Deciding on an edition by account or link, and taking that back: the pages."""

import pytest
from django.test import Client

from stedennet.agenda.flows import editions
from stedennet.agenda.models import Approval
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from tests.builders.editions import make_edition, secret_for
from tests.builders.people import speaks_for

VERDICT = {
    "decision": "approved",
    "signed_by": "De wethouder",
    "mandate_body": "Het college",
    "mandate_on": "2026-01-02",
}
BACK = {"wat": "terug", "reason": "De raad wil meer tijd."}


def html(response):
    return response.content.decode()


pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(eindhoven, utrecht):
    return editions.take_step(make_edition(eindhoven, utrecht), Step.SUBMIT, by=SYSTEM)


@pytest.fixture
def page(edition, eindhoven):
    return f"/account/agenda/{edition.number}/besluit/{eindhoven.slug}/"


def test_who_speaks_for_a_party_decides_and_takes_it_back(client, edition, eindhoven, page):
    client.force_login(speaks_for(eindhoven))
    assert "nog niet besloten" in html(client.get("/account/"))
    assert page in html(client.get("/account/"))
    assert client.post(page, VERDICT).status_code == 302
    assert "Uw besluit staat vast: akkoord" in html(client.get(page))
    assert client.post(page, VERDICT).status_code == 422
    assert client.post(page, BACK).status_code == 302
    assert "Leg het besluit vast" in html(client.get(page))
    assert "De raad wil meer tijd." in html(client.get(f"/agenda/edities/{edition.number}/"))
    assert Approval.objects.filter(party__organisation=eindhoven).count() == 1


def test_taking_back_needs_a_reason_and_says_so(client, eindhoven, page):
    client.force_login(speaks_for(eindhoven))
    client.post(page, VERDICT)
    answer = client.post(page, {**BACK, "reason": " "})
    assert answer.status_code == 422
    assert "Uw besluit staat vast" in html(answer)


def test_nobody_else_decides(client, edition, eindhoven, utrecht, page):
    assert Client().post(page, VERDICT).status_code == 302  # Another browser: this one would be offered its own words.
    client.force_login(speaks_for(utrecht))
    assert client.get(page).status_code == 403
    assert client.post(page, VERDICT).status_code == 403
    assert client.get(f"/account/agenda/{edition.number}/besluit/niemand/").status_code == 404
    assert not Approval.objects.filter(party__edition=edition, withdrawn_at=None).exists()


def test_who_only_speaks_for_a_party_reads_whom_to_ask(client, eindhoven, page):
    person = speaks_for(eindhoven)
    person.representations.update(may_sign=False)
    client.force_login(person)
    shown = html(client.get(page))
    assert "maar mag niet tekenen" in shown
    assert "Leg het besluit vast" not in shown
    refused = client.post(page, VERDICT)
    assert refused.status_code == 422
    assert "Alleen wie voor deze partij mag tekenen" in html(refused)
    assert "De wethouder" in html(refused)
    assert not Approval.objects.exists()


def test_the_form_is_guarded_against_forged_requests(eindhoven, page):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(speaks_for(eindhoven))
    assert strict.post(page, VERDICT).status_code == 403


def test_what_was_decided_by_link_is_taken_back_by_that_link_and_needs_a_new_one(client, edition, eindhoven):
    link = f"/agenda/akkoord/{secret_for(edition.parties.get(organisation=eindhoven))}/"
    assert client.post(link, BACK).status_code == 422
    client.post(link, VERDICT)
    assert client.post(link, BACK).status_code == 302
    assert "Vraag het programmabureau om een nieuwe link" in html(client.get(link))
    assert client.post(link, VERDICT).status_code == 422
    assert client.post(link, BACK).status_code == 422


def test_a_link_does_not_take_back_what_an_account_decided(client, edition, eindhoven, page):
    link = f"/agenda/akkoord/{secret_for(edition.parties.get(organisation=eindhoven))}/"
    client.force_login(speaks_for(eindhoven))
    client.post(page, VERDICT)
    assert client.post(link, BACK).status_code == 422
    assert Approval.objects.filter(party__organisation=eindhoven, withdrawn_at=None).count() == 1


def test_a_withdrawn_edition_keeps_its_decisions_and_says_why_it_was_withdrawn(client, edition, eindhoven, page):
    client.force_login(speaks_for(eindhoven))
    client.post(page, VERDICT)
    edition.refresh_from_db()
    editions.take_step(edition, Step.WITHDRAW, by=SYSTEM, reason="Anders")
    assert client.post(page, BACK).status_code == 404
    shown = html(client.get(f"/agenda/edities/{edition.number}/"))
    assert "Deze editie is ingetrokken: Anders" in shown
    assert "De wethouder" in shown
    assert Approval.objects.filter(party__organisation=eindhoven, withdrawn_at=None).count() == 1


def test_a_draft_that_nobody_saw_has_no_page_when_it_is_withdrawn(client, eindhoven, utrecht):
    draft = make_edition(eindhoven, utrecht)
    editions.take_step(draft, Step.WITHDRAW, by=SYSTEM, reason="Toch niet.")
    assert client.get(f"/agenda/edities/{draft.number}/").status_code == 404


@pytest.fixture
def secret(edition, eindhoven):
    token = secret_for(edition.parties.get(organisation=eindhoven))
    return f"/agenda/akkoord/{token}/"


def test_a_party_decides_by_its_secret_link(client, secret):
    assert "Eindhoven besluit over editie 1 van" in html(client.get(secret))
    assert client.post(secret, VERDICT).status_code == 302
    assert "Uw besluit staat vast: akkoord" in html(client.get(secret))
    assert client.post(secret, VERDICT).status_code == 422
    assert "no-referrer" in client.get(secret)["Referrer-Policy"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"decision": "rejected"}, "voorbehoud of reden"),
        ({"decision": "x"}, "Nog niet alles is goed ingevuld"),
        ({"signed_by": ""}, "Nog niet alles is goed ingevuld"),
        ({"mandate_on": ""}, "Nog niet alles is goed ingevuld"),
        ({"mandate_on": "2999-01-01"}, "Deze dag moet nog komen"),
        ({"mandate_url": "javascript:alert(1)"}, "Nog niet alles is goed ingevuld"),
    ],
)
def test_what_is_wrong_with_a_decision_is_said_and_nothing_is_lost(client, secret, typed, words):
    answer = client.post(secret, {**VERDICT, **typed})
    assert answer.status_code == 422
    assert words in html(answer)
    assert "Het college" in html(answer)


def test_a_forged_link_is_not_found(client, secret):
    assert client.get("/agenda/akkoord/x/").status_code == 404
    assert client.post(secret[:-3] + "/", VERDICT).status_code == 404
