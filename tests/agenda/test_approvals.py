"""What a party decides on an edition: by who may sign for it, with mandate, once; and taking it back."""

import datetime as dt
from dataclasses import replace

import pytest

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import approvals, editions
from stedennet.agenda.flows.approvals import ApprovalData
from stedennet.agenda.models import (
    Approval,
    DecisionKey,
)
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from tests.builders.editions import say, secret_for
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def verdict(signed_by):
    return ApprovalData("approved", signed_by, mandate_body="Het college", mandate_on=today())


def test_only_the_office_takes_steps_and_only_a_party_decides(draft, eindhoven, utrecht):
    editor = create_person(email="r@example.org", name="R", password=None, by=SYSTEM, is_editor=True)
    with pytest.raises(NotAllowed):
        editions.take_step(draft, Step.SUBMIT, by=speaks_for(eindhoven))
    edition = editions.take_step(draft, Step.SUBMIT, by=editor)
    party = edition.parties.get(organisation=eindhoven)
    for somebody in (editor, speaks_for(utrecht)):
        with pytest.raises(NotAllowed):
            approvals.submit_approval(party, verdict("X"), by=somebody)
    assert not Approval.objects.exists()


def test_who_only_speaks_for_a_party_cannot_sign_for_it(draft, eindhoven):
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=eindhoven)
    signer = speaks_for(eindhoven)
    approval = approvals.submit_approval(party, verdict("De wethouder"), by=signer)
    signer.representations.update(may_sign=False)
    with pytest.raises(NotAllowed):
        approvals.withdraw_approval(approval, by=signer, reason="Toch niet.")
    assert party.approvals.standing().get() == approval


@pytest.mark.parametrize(
    ("without", "field"),
    [
        ({"mandate_body": " "}, "mandate_body"),
        ({"mandate_on": None}, "mandate_on"),
        ({"mandate_on": dt.date(2999, 1, 1)}, "mandate_on"),
    ],
)
def test_without_mandate_nothing_is_decided_by_account_or_link(draft, vng, without, field):
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=vng)
    token, said = secret_for(party), replace(verdict("De directeur"), **without)
    for attempt in (
        lambda: approvals.submit_approval(party, said, by=speaks_for(vng)),
        lambda: approvals.submit_approval_by_link(token, said),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.field == field
    assert not Approval.objects.exists()
    assert not approvals.is_link_used(token)


def test_a_party_decides_once_and_may_take_it_back_with_a_reason(draft, eindhoven):
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=eindhoven)
    first = say(party)
    with pytest.raises(Refused, match="al besloten"):
        say(party)
    with pytest.raises(Refused):
        approvals.withdraw_approval(first, by=speaks_for(eindhoven), reason="")
    approvals.withdraw_approval(first, by=speaks_for(eindhoven), reason="De raad wil meer tijd.")
    say(party, "rejected", "De raad zegt nee.")
    assert [one.decision for one in party.approvals.all()] == ["approved", "rejected"]
    assert party.approvals.first().withdrawn_reason == "De raad wil meer tijd."


@pytest.mark.parametrize("decision", ["reservation", "rejected"])
def test_a_reservation_and_a_no_say_why(draft, decision):
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    with pytest.raises(Refused, match="voorbehoud of reden"):
        say(edition.parties.first(), decision)


def test_a_party_without_an_account_decides_by_a_secret_link(draft, vng):
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=vng)
    token = secret_for(party)
    with pytest.raises(NotAllowed):
        approvals.send_approval_link(party, "iemand@example.org", by=speaks_for(vng))
    for forged in ("", "x", token[:-1] + ("a" if token[-1] != "a" else "b"), f"{party.pk}"):
        with pytest.raises(Refused):
            approvals.submit_approval_by_link(forged, verdict("X"))
    approval = approvals.submit_approval_by_link(token, verdict("De directeur"))
    assert approval.signed_by == "De directeur"
    with pytest.raises(Refused, match="al besloten"):
        approvals.submit_approval_by_link(token, verdict("Nog eens"))
    approvals.withdraw_approval(approval, by=speaks_for(vng), reason="Dit was niet van ons.")
    with pytest.raises(Refused, match="Met deze link is al besloten"):
        approvals.submit_approval_by_link(token, verdict("Nog eens"))
    assert not party.approvals.standing().exists()


def test_a_secret_link_ends_by_itself_and_when_there_is_a_new_one(draft, vng, clock):
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=vng)
    first, second = secret_for(party), secret_for(party)
    assert approvals.find_party_by_link(first) is None
    assert approvals.find_party_by_link(second) == party
    clock.later(days=61)
    assert approvals.find_party_by_link(second) is None


def test_the_database_does_not_give_the_secret_away(draft, vng):
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    token = secret_for(edition.parties.get(organisation=vng))
    kept = DecisionKey.objects.values().get()
    assert token not in str(kept)
    assert approvals.find_party_by_link(kept["hash"]) is None


def test_a_link_is_only_mailed_to_who_can_decide_now(draft, vng, utrecht):
    party = draft.parties.get(organisation=vng)
    with pytest.raises(Refused, match="kan nu niet"):
        approvals.send_approval_link(party, "partij@example.org", by=SYSTEM)
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    with pytest.raises(Refused):
        approvals.send_approval_link(party, "geen adres", by=SYSTEM)
    say(edition.parties.get(organisation=vng))
    with pytest.raises(Refused, match="al besloten"):
        approvals.send_approval_link(party, "partij@example.org", by=SYSTEM)
    assert not DecisionKey.objects.exists()


def test_a_reason_that_is_too_long_is_said_in_words(draft, vng):
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    approval = say(edition.parties.get(organisation=vng))
    with pytest.raises(RefusedFields):
        approvals.withdraw_approval(approval, by=speaks_for(vng), reason="x" * 301)
    with pytest.raises(RefusedFields):
        editions.take_step(edition, Step.WITHDRAW, by=SYSTEM, reason="x" * 301)
    assert edition.parties.get(organisation=vng).approvals.standing().exists()
