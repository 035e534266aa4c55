"""The office keeps the agenda in /beheer/ and takes the steps of an edition there."""

import re

import pytest
from django.urls import reverse
from lxml.html import document_fromstring

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import editions
from stedennet.agenda.models import Action, Commitment, Edition
from stedennet.agenda.rules.editions import Status, Step
from stedennet.core.access import SYSTEM
from stedennet.outbox.models import OutgoingMail
from tests.builders.editions import adopt, say
from tests.sections.pressing import pressed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def as_somebody(client):
    def sign_in(**roles):
        client.force_login(create_person(email="o@example.org", name="O", password=None, by=SYSTEM, **roles))
        return client

    return sign_in


@pytest.fixture
def office(as_somebody):
    return as_somebody(is_editor=True)


VERDICT = {
    "decision": "approved",
    "signed_by": "De wethouder",
    "mandate_body": "Het college",
    "mandate_on": "2026-01-02",
}


def steps(edition):
    return reverse("agenda:steps", args=[edition.pk])


def test_the_office_takes_an_edition_from_draft_to_adopted(office, draft):
    office.post(steps(draft), {"wat": "consult", "confirmed": "1"})
    office.post(steps(draft), {"wat": "submit", "confirmed": "1"})
    administrators = [
        create_person(email=f"{name}@example.org", name=name, password=None, by=SYSTEM, is_superuser=True)
        for name in ("a", "b")
    ]
    for button, account in zip(("link-", "bevestig-link-"), administrators, strict=True):
        office.force_login(account)
        for party in draft.parties.all():
            office.post(steps(draft), pressed(f"{button}{party.pk}", address=f"p{party.pk}@example.org"))
        mailed = OutgoingMail.objects.filter(text__contains="/agenda/akkoord/")
        assert mailed.count() == (0 if button == "link-" else 3)
    mails = OutgoingMail.objects.filter(to__startswith="p", text__contains="/agenda/akkoord/")
    links = [re.search(r"http\S+/agenda/akkoord/\S+/", one.text)[0] for one in mails]
    assert len(links) == 3
    page = office.get(steps(draft)).content.decode()
    assert "gemaild naar p" in page
    assert "/agenda/akkoord/" not in page
    for wrong in (
        {"wat": "link-x"},
        {"wat": "link-" + "9" * 30},
        pressed(f"link-{draft.parties.first().pk}", address="geen"),
    ):
        assert office.post(steps(draft), wrong).status_code == 422
    refused = office.post(steps(draft), {"wat": "adopt"})
    assert (refused.status_code, "Nog niet genoeg partijen" in refused.content.decode()) == (422, True)
    for link in links:
        path = "/" + link.split("/", 3)[3]
        assert office.post(path, VERDICT).status_code == 302
    office.post(steps(draft), {"wat": "adopt", "confirmed": "1"})
    draft.refresh_from_db()
    assert draft.status == Status.ADOPTED
    assert draft.seal in office.get(steps(draft)).content.decode()


@pytest.mark.parametrize("step", ["", "x", "supersede", "adopt"])
def test_a_step_that_cannot_be_taken_is_said(office, draft, step):
    assert office.post(steps(draft), {"wat": step}).status_code == 422
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_the_next_edition_is_opened_with_a_button(office, draft):
    adopt(draft)
    answer = office.post(reverse("agenda:open_next"), {"confirmed": "1"})
    following = Edition.objects.get(number=2)
    assert answer["Location"] == steps(following)
    assert following.commitments.count() == 2
    assert office.get(reverse("agenda:open_next")).status_code == 302
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("roles", [{}, {"is_moderator": True}])
def test_nobody_else_does(as_somebody, draft, roles):
    client = as_somebody(**roles)
    assert client.post(steps(draft), {"wat": "submit"}).status_code in (302, 403)
    client.post(reverse("agenda:open_next"))
    draft.refresh_from_db()
    assert (draft.status, Edition.objects.count()) == (Status.DRAFT, 1)


def typed(commitment, **more):
    return {
        "edition": commitment.edition_id,
        "action": commitment.action_id,
        "position": 1,
        "title": commitment.title,
        "begins_precision": "day",
        "ends_precision": "day",
        "sdgs": "[7]",
        **more,
    }


def test_an_editor_changes_a_draft_and_nothing_that_is_fixed(office, draft, mobility):
    commitment = draft.commitments.get(action__code="SM-1")
    address = reverse("commitment:edit", args=[commitment.pk])
    assert office.post(address, typed(commitment, title="Beter", themes=[mobility.pk])).status_code == 302
    commitment.refresh_from_db()
    assert (commitment.title, list(commitment.themes.all()), commitment.sdgs) == ("Beter", [mobility], [7])
    editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    answer = office.post(address, typed(commitment, title="Stiekem", themes=[]))
    assert "Deze editie ligt vast" in answer.content.decode()
    commitment.refresh_from_db()
    assert (commitment.title, list(commitment.themes.all())) == ("Beter", [mobility])


def test_what_makes_no_sense_is_said_beside_the_field(office, draft):
    commitment = draft.commitments.get(action__code="SM-1")
    address = reverse("commitment:edit", args=[commitment.pk])
    for wrong in (
        {"sdgs": "[99]"},
        {"begins_on": "2027-01-01", "ends_on": "2026-01-01"},
        {"budget_low": 5, "budget_high": 1},
    ):
        assert office.post(address, typed(commitment, **wrong)).status_code == 200
        assert Commitment.objects.get(pk=commitment.pk).revision == 1


def test_the_lists_need_few_queries(office, draft, django_assert_max_num_queries):
    for number in range(30):
        action = Action.objects.create(code=f"L-{number}")
        Commitment.objects.create(
            edition=draft, action=action, title="Lijst", responsible=draft.parties.first().organisation
        )
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    say(edition.parties.first())
    for name in ("edition:index", "commitment:index", "party:index", "action:index", "milestone:index"):
        office.get(reverse(name))
        with django_assert_max_num_queries(30):
            assert office.get(reverse(name)).status_code == 200


def opened(client, page):
    """What a browser sends back for the form on this page."""
    form = max(document_fromstring(client.get(page).content).forms, key=lambda one: len(list(one.fields)))
    return dict(form.form_values())


def test_two_editors_do_not_overwrite_each_other_unseen(office, draft):
    commitment = draft.commitments.first()
    page = f"/beheer/commitment/edit/{commitment.pk}/"
    first, second = opened(office, page), opened(office, page)
    assert office.post(page, {**first, "title": "Meten in de straat"}).status_code == 302
    answer = office.post(page, {**second, "title": "Meten in de wijk"})
    shown = answer.content.decode()
    assert "Iemand anders wijzigde dit intussen. Nu staat er: “Meten in de straat”" in shown
    assert "Meten in de wijk" in shown
    commitment.refresh_from_db()
    assert commitment.title == "Meten in de straat"
    again = max(document_fromstring(answer.content).forms, key=lambda one: len(list(one.fields)))
    assert office.post(page, dict(again.form_values())).status_code == 302
    commitment.refresh_from_db()
    assert commitment.title == "Meten in de wijk"


def test_editors_of_other_fields_or_with_the_same_words_do_not_hinder_each_other(office, draft):
    commitment = draft.commitments.first()
    page = f"/beheer/commitment/edit/{commitment.pk}/"
    first, second = opened(office, page), opened(office, page)
    assert office.post(page, {**first, "title": "Meten in de straat"}).status_code == 302
    assert office.post(page, {**second, "title": "Meten in de straat", "lead": "Kort."}).status_code == 302
    third = opened(office, page)
    assert office.post(page, {**third, "gezien": "geen json"}).status_code == 302
