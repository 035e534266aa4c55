"""An edition's way from draft to sealed: only allowed steps, nothing frozen changes, no decision is lost."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import approvals, drafting, editions
from stedennet.agenda.flows.approvals import Verdict
from stedennet.agenda.flows.keeping import keep, remove
from stedennet.agenda.flows.printing import print_missing
from stedennet.agenda.models import (
    Action,
    Approval,
    Comment,
    Commitment,
    CommitmentPartner,
    DecisionKey,
    Edition,
    EditionPdf,
    Indicator,
    IndicatorPoint,
    Milestone,
    Party,
    Proposal,
)
from stedennet.agenda.rules.editions import OPEN, STEPS, Status, Step, after, agreed
from stedennet.agenda.rules.seal import seal
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.errors import DomainError, NotAllowed, Refused, RefusedFields
from stedennet.network.models import Organisation

from .conftest import adopt, make_commitment, make_edition, partner, say, secret_for, speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def verdict(signed_by):
    return Verdict("approved", signed_by, mandate_body="Het college", mandate_on=today())


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", Step)
def test_every_step_is_in_the_table_or_refused_in_words(status, step):
    if (status, step) in STEPS and STEPS[status, step][1] == "office":
        assert after(status, step) == STEPS[status, step][0]
    else:
        with pytest.raises(Refused, match="kan niet"):
            after(status, step)


@pytest.mark.parametrize(
    ("decisions", "signatories", "quorum", "enough"),
    [
        ([], 3, None, False),
        (["approved"] * 3, 3, None, True),
        (["approved", "reservation", "approved"], 3, None, True),
        (["approved", "approved", "rejected"], 3, None, False),
        (["approved", "approved", "rejected"], 3, 2, True),
        (["approved"] * 2, 2, 5, True),
        ([], 0, None, False),
        ([], 0, 0, False),
    ],
)
def test_when_the_parties_agree(decisions, signatories, quorum, enough):
    assert agreed(decisions, signatories=signatories, quorum=quorum) is enough


def test_from_draft_to_sealed(draft):
    edition = editions.take(draft, Step.CONSULT, by=SYSTEM, until=today())
    assert edition.status == Status.CONSULTATION
    edition = adopt(edition)
    assert edition.status == Status.ADOPTED
    assert edition.seal == seal(json.loads(edition.sealed))
    assert editions.is_intact(edition)
    assert [one["code"] for one in json.loads(edition.sealed)["actions"]] == ["SM-1", "SM-2"]
    notes = list(Change.objects.filter(subject_type="agenda.edition").values_list("note", flat=True))
    assert notes[0] == "consultatie"
    assert "VNG: akkoord" in notes
    assert notes[-1] == "vastgesteld"


def test_one_edition_is_adopted_at_a_time(draft, eindhoven):
    first = adopt(draft)
    second = adopt(make_edition())
    first.refresh_from_db()
    assert (first.status, second.status) == (Status.SUPERSEDED, Status.ADOPTED)
    assert editions.is_intact(first)


def test_the_next_draft_begins_with_what_the_last_one_says(draft, eindhoven, utrecht, mobility):
    commitment = draft.commitments.get(action__code="SM-1")
    commitment.themes.add(mobility)
    partner(commitment, utrecht, "denkt mee")
    adopt(draft)
    following = editions.open_draft(by=SYSTEM)
    copy = following.commitments.get(action__code="SM-1")
    assert (following.number, following.status) == (2, Status.DRAFT)
    assert list(copy.themes.all()) == [mobility]
    assert str(copy.partners.get()) == "Utrecht (denkt mee)"
    assert following.parties.count() == 3
    assert Commitment.objects.filter(edition=draft).count() == 2


def test_nothing_is_laid_before_the_parties_without_parties_or_actions(db, eindhoven):
    for edition in (make_edition(eindhoven, actions=0), make_edition(actions=1)):
        edition.parties.filter(is_signatory=edition.commitments.exists()).delete()
        with pytest.raises(Refused):
            editions.take(edition, Step.SUBMIT, by=SYSTEM)
        edition.refresh_from_db()
        assert edition.status == Status.DRAFT


def test_it_is_not_adopted_before_enough_parties_agree(draft):
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    first, *others = edition.parties.all()
    say(first, "rejected", "Te duur.")
    for one in others:
        say(one, "reservation", "Mits er geld komt.")
    with pytest.raises(Refused, match="Nog niet genoeg"):
        editions.take(edition, Step.ADOPT, by=SYSTEM)


def test_withdrawing_has_a_reason_that_stays(draft):
    with pytest.raises(Refused):
        editions.take(draft, Step.WITHDRAW, by=SYSTEM, reason="  ")
    edition = editions.take(draft, Step.WITHDRAW, by=SYSTEM, reason="Het kabinet viel.")
    assert (edition.status, edition.status_reason) == (Status.WITHDRAWN, "Het kabinet viel.")


def test_only_the_office_takes_steps_and_only_a_party_decides(draft, eindhoven, utrecht):
    editor = create_person(email="r@example.org", name="R", password=None, by=SYSTEM, is_editor=True)
    with pytest.raises(NotAllowed):
        editions.take(draft, Step.SUBMIT, by=speaks_for(eindhoven))
    edition = editions.take(draft, Step.SUBMIT, by=editor)
    party = edition.parties.get(organisation=eindhoven)
    for somebody in (editor, speaks_for(utrecht)):
        with pytest.raises(NotAllowed):
            approvals.decide(party, verdict("X"), by=somebody)
    assert not Approval.objects.exists()


def test_who_only_speaks_for_a_party_cannot_sign_for_it(draft, eindhoven):
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=eindhoven)
    signer = speaks_for(eindhoven)
    approval = approvals.decide(party, verdict("De wethouder"), by=signer)
    signer.representations.update(may_sign=False)
    with pytest.raises(NotAllowed):
        approvals.take_back(approval, by=signer, reason="Toch niet.")
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
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=vng)
    token, said = secret_for(party), replace(verdict("De directeur"), **without)
    for attempt in (
        lambda: approvals.decide(party, said, by=speaks_for(vng)),
        lambda: approvals.decide_by_link(token, said),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.field == field
    assert not Approval.objects.exists()
    assert not approvals.is_used(token)


def test_a_party_decides_once_and_may_take_it_back_with_a_reason(draft, eindhoven):
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=eindhoven)
    first = say(party)
    with pytest.raises(Refused, match="al besloten"):
        say(party)
    with pytest.raises(Refused):
        approvals.take_back(first, by=speaks_for(eindhoven), reason="")
    approvals.take_back(first, by=speaks_for(eindhoven), reason="De raad wil meer tijd.")
    say(party, "rejected", "De raad zegt nee.")
    assert [one.decision for one in party.approvals.all()] == ["approved", "rejected"]
    assert party.approvals.first().withdrawn_reason == "De raad wil meer tijd."


@pytest.mark.parametrize("decision", ["reservation", "rejected"])
def test_a_reservation_and_a_no_say_why(draft, decision):
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    with pytest.raises(Refused, match="voorbehoud of reden"):
        say(edition.parties.first(), decision)


def test_a_party_without_an_account_decides_by_a_secret_link(draft, vng):
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=vng)
    token = secret_for(party)
    with pytest.raises(NotAllowed):
        approvals.send_link(party, "iemand@example.org", by=speaks_for(vng))
    for forged in ("", "x", token[:-1] + ("a" if token[-1] != "a" else "b"), f"{party.pk}"):
        with pytest.raises(Refused):
            approvals.decide_by_link(forged, verdict("X"))
    approval = approvals.decide_by_link(token, verdict("De directeur"))
    assert approval.signed_by == "De directeur"
    with pytest.raises(Refused, match="al besloten"):
        approvals.decide_by_link(token, verdict("Nog eens"))
    approvals.take_back(approval, by=speaks_for(vng), reason="Dit was niet van ons.")
    with pytest.raises(Refused, match="Met deze link is al besloten"):
        approvals.decide_by_link(token, verdict("Nog eens"))
    assert not party.approvals.standing().exists()


def test_a_secret_link_ends_by_itself_and_when_there_is_a_new_one(draft, vng, clock):
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=vng)
    first, second = secret_for(party), secret_for(party)
    assert approvals.find_by_link(first) is None
    assert approvals.find_by_link(second) == party
    clock.later(days=61)
    assert approvals.find_by_link(second) is None


def test_the_database_does_not_give_the_secret_away(draft, vng):
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    token = secret_for(edition.parties.get(organisation=vng))
    kept = DecisionKey.objects.values().get()
    assert token not in str(kept)
    assert approvals.find_by_link(kept["hash"]) is None


def test_a_link_is_only_mailed_to_who_can_decide_now(draft, vng, utrecht):
    party = draft.parties.get(organisation=vng)
    with pytest.raises(Refused, match="kan nu niet"):
        approvals.send_link(party, "partij@example.org", by=SYSTEM)
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    with pytest.raises(Refused):
        approvals.send_link(party, "geen adres", by=SYSTEM)
    say(edition.parties.get(organisation=vng))
    with pytest.raises(Refused, match="al besloten"):
        approvals.send_link(party, "partij@example.org", by=SYSTEM)
    assert not DecisionKey.objects.exists()


def test_what_is_frozen_is_refused_in_words(draft, eindhoven, utrecht):
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    commitment = edition.commitments.first()
    commitment.title = edition.title = "Anders"
    new = Commitment(edition=edition, action=Action.objects.create(code="SM-9"), title="Nieuw")
    for attempt in (
        lambda: keep(commitment, by=SYSTEM),
        lambda: remove(commitment, by=SYSTEM),
        lambda: keep(new, by=SYSTEM),
        lambda: partner(commitment, utrecht),
        lambda: keep(edition, by=SYSTEM),
    ):
        with pytest.raises(Refused, match="ligt vast"):
            attempt()
    with pytest.raises(Refused, match="Lezers kennen deze editie al"):
        remove(edition, by=SYSTEM)


def test_a_draft_may_be_thrown_away_and_what_readers_saw_not(draft):
    editions.take(draft, Step.CONSULT, by=SYSTEM, until=today())
    draft.refresh_from_db()
    with pytest.raises(Refused, match="wel intrekken"):
        remove(draft, by=SYSTEM)
    with pytest.raises(IntegrityError, match="edition_frozen_delete"), transaction.atomic():
        Edition.objects.all().delete()
    remove(editions.open_draft(by=SYSTEM), by=SYSTEM)
    assert Edition.objects.get() == draft


def test_the_note_about_the_decision_is_written_when_the_decision_is_there(draft):
    edition = adopt(draft)
    edition.note = "De wethouder tekende voor de vijf."
    keep(edition, by=SYSTEM)
    edition.foreword = "Anders."
    with pytest.raises(Refused, match="ligt vast"):
        keep(edition, by=SYSTEM)
    assert Edition.objects.get().note == "De wethouder tekende voor de vijf."


@pytest.mark.parametrize("quorum", [0, 4])
def test_a_quorum_that_cannot_be_reached_is_said_before_anybody_signs(draft, quorum):
    draft.quorum = quorum
    if quorum:
        keep(draft, by=SYSTEM)
        with pytest.raises(Refused, match="minstens één"):
            editions.take(draft, Step.SUBMIT, by=SYSTEM)
    else:
        with pytest.raises(RefusedFields):
            keep(draft, by=SYSTEM)
        with pytest.raises(IntegrityError, match="quorum_of_none"), transaction.atomic():
            Edition.objects.update(quorum=0)


def test_a_consultation_has_a_last_day_that_is_kept(draft, clock):
    with pytest.raises(Refused, match="tot en met welke dag"):
        editions.take(draft, Step.CONSULT, by=SYSTEM)
    with pytest.raises(Refused, match="al voorbij"):
        editions.take(draft, Step.CONSULT, by=SYSTEM, until=today() - dt.timedelta(1))
    edition = editions.take(draft, Step.CONSULT, by=SYSTEM, until=today() + dt.timedelta(3))
    clock.later(days=2)
    with pytest.raises(Refused, match="Mensen kunnen nog reageren tot en met 5 maart 2026"):
        editions.take(edition, Step.SUBMIT, by=SYSTEM)
    clock.later(days=1)
    assert editions.take(edition, Step.SUBMIT, by=SYSTEM).status == Status.APPROVAL


def test_sealed_is_what_was_laid_before_the_parties_also_when_a_city_is_renamed(client, draft, eindhoven):
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    laid = editions.seal_of_text(edition.laid_before)
    assert laid in client.get("/agenda/edities/1/").content.decode()
    Organisation.objects.filter(pk=eindhoven.pk).update(name="Lichtstad")
    for party in edition.parties.all():
        say(party)
    edition = editions.take(edition, Step.ADOPT, by=SYSTEM)
    assert (edition.seal, "Lichtstad" in edition.sealed) == (laid, False)
    assert client.get("/agenda/edities/1.json").content.decode() == edition.sealed


def test_what_is_sealed_says_by_when_and_how_it_is_measured_also_in_english(draft):
    one = draft.commitments.get(action__code="SM-1")
    one.title_en = "Action one"
    keep(one, by=SYSTEM)
    Milestone.objects.create(action=one.action, title="Plan", due_on=dt.date(2027, 4, 1), precision="quarter")
    meter = Indicator.objects.create(action=one.action, name="Sensoren", unit="stuks")
    IndicatorPoint.objects.create(indicator=meter, kind="target", on=dt.date(2027, 1, 1), value=40)
    (action, _other) = json.loads(adopt(draft).sealed)["actions"]
    assert action["milestones"] == [{"title": "Plan", "due": "2027-Q2"}]
    assert action["indicators"][0]["targets"] == [{"on": "2027-01-01", "value": "40"}]
    assert action["title_en"] == "Action one"


def test_a_reason_that_is_too_long_is_said_in_words(draft, vng):
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    approval = say(edition.parties.get(organisation=vng))
    with pytest.raises(RefusedFields):
        approvals.take_back(approval, by=speaks_for(vng), reason="x" * 301)
    with pytest.raises(RefusedFields):
        editions.take(edition, Step.WITHDRAW, by=SYSTEM, reason="x" * 301)
    assert edition.parties.get(organisation=vng).approvals.standing().exists()


def test_a_decision_is_not_taken_away_after_the_edition_was_adopted_also_not_in_bulk(draft):
    adopt(draft)
    with pytest.raises(IntegrityError, match="approval_frozen"), transaction.atomic():
        Approval.objects.update(withdrawn_at=now(), withdrawn_reason="x")
    assert Approval.objects.standing().count() == 3


def test_what_was_printed_and_written_stays(draft, utrecht):
    commitment = draft.commitments.get(action__code="SM-1")
    drafting.comment(draft, commitment, by=speaks_for(utrecht), text="Hoeveel?")
    proposal = drafting.propose(draft, commitment, by=speaks_for(utrecht), field="lead", words="Wij doen veel.")
    drafting.decline(proposal, by=SYSTEM, reason="Te veel.")
    adopt(draft)
    print_missing()
    for change, guard in (
        (lambda: EditionPdf.objects.update(pdf=b"x"), "editionpdf_frozen"),
        (lambda: EditionPdf.objects.all().delete(), "editionpdf_frozen"),
        (lambda: Comment.objects.all().delete(), "comment_stays"),
        (lambda: Proposal.objects.all().delete(), "proposal_stays"),
        (lambda: Proposal.objects.update(answer="Toch goed."), "proposal_words_stay"),
    ):
        with pytest.raises(IntegrityError, match=guard), transaction.atomic():
            change()


BEHIND_THE_FLOWS = {
    "a text": lambda edition: edition.commitments.update(title="Anders"),
    "all texts at once": lambda edition: Commitment.objects.update(description="Anders"),
    "the responsible organisation": lambda edition: edition.commitments.update(responsible=None),
    "an action away": lambda edition: Commitment.objects.filter(edition=edition).delete(),
    "an action to another edition": lambda edition: edition.commitments.update(edition=make_edition()),
    "one more action": lambda edition: Commitment.objects.create(
        edition=edition, action=Action.objects.create(code="X-1"), title="Erbij"
    ),
    "one more partner": lambda edition: CommitmentPartner.objects.create(
        commitment=edition.commitments.first(), organisation=Organisation.objects.get(slug="utrecht")
    ),
    "a theme away": lambda edition: edition.commitments.first().themes.clear(),
    "a party away": lambda edition: Party.objects.filter(edition=edition).delete(),
    "a party no signatory": lambda edition: edition.parties.update(is_signatory=False),
    "the foreword": lambda edition: Edition.objects.filter(pk=edition.pk).update(foreword="Anders"),
    "the quorum": lambda edition: Edition.objects.filter(pk=edition.pk).update(quorum=1),
    "back to draft": lambda edition: Edition.objects.filter(pk=edition.pk).update(status="draft", seal="", sealed=""),
    "a decision": lambda edition: Approval.objects.update(decision="rejected", words="x"),
    "a decision away": lambda edition: Approval.objects.all().delete(),
    "the seal": lambda edition: Edition.objects.filter(pk=edition.pk).update(seal="0" * 64),
    "the edition away": lambda edition: Edition.objects.filter(pk=edition.pk).delete(),
}
NEEDS_MORE = {"an action to another edition", "one more action", "one more partner", "a theme away"}
"""What the random story leaves out: these need more than it has."""


@pytest.mark.parametrize("is_adopted", [False, True], ids=["laid before the parties", "adopted"])
@pytest.mark.parametrize("what", BEHIND_THE_FLOWS)
def test_the_database_itself_refuses_changes_behind_the_flows(draft, mobility, what, is_adopted):
    draft.commitments.first().themes.add(mobility)
    if is_adopted:
        edition = adopt(draft)
    else:
        edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
        say(edition.parties.first())
    with pytest.raises(IntegrityError), transaction.atomic():
        BEHIND_THE_FLOWS[what](edition)


def test_an_edition_begins_as_a_draft(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(number=7, title="X", status="adopted", seal="x", sealed="y")


class Story(RuleBasedStateMachine):
    """Everybody does whatever they like in any order, also behind the flows; what was promised always holds."""

    def __init__(self) -> None:
        super().__init__()
        names = ("a", "b", "c")
        self.organisations = [
            Organisation.objects.get_or_create(slug=f"partij-{one}", defaults={"name": one, "kind": "network"})[0]
            for one in names
        ]
        self.sealed: dict[int, str] = {}
        self.decided: set[int] = set()

    def attempt(self, do):
        try:
            with transaction.atomic():
                do()
        except (DomainError, IntegrityError):
            pass

    def pick(self, number):
        rows = list(Edition.objects.order_by("number"))
        return rows[number % len(rows)] if rows else None

    @rule()
    def open_a_draft(self):
        if Edition.objects.count() < 4:
            make_edition(*self.organisations)

    @rule(number=st.integers(0, 9), step=st.sampled_from(list(Step)), reason=st.sampled_from(["", "Daarom."]))
    def step(self, number, step, reason):
        edition = self.pick(number)
        if edition:
            self.attempt(lambda: editions.take(edition, step, by=SYSTEM, reason=reason))

    @rule(
        number=st.integers(0, 9),
        party=st.integers(0, 2),
        decision=st.sampled_from(["approved", "approved", "reservation", "rejected"]),
    )
    def decide(self, number, party, decision):
        edition = self.pick(number)
        if edition and edition.parties.count() == 3:
            self.attempt(lambda: say(list(edition.parties.all())[party], decision, "Omdat."))

    @rule(number=st.integers(0, 9))
    def take_back(self, number):
        rows = list(Approval.objects.standing())
        if rows:
            one = rows[number % len(rows)]
            self.attempt(lambda: approvals.take_back(one, by=speaks_for(one.party.organisation), reason="Toch niet."))

    @rule(number=st.integers(0, 9), title=st.sampled_from(["Anders", "Nog anders"]))
    def edit_in_the_admin(self, number, title):
        rows = list(Commitment.objects.all())
        if rows:
            one = rows[number % len(rows)]
            one.title = title
            self.attempt(lambda: keep(one, by=SYSTEM))

    @rule(what=st.sampled_from(sorted(set(BEHIND_THE_FLOWS) - NEEDS_MORE)))
    def go_behind_the_flows(self, what):
        edition = Edition.objects.exclude(status__in=OPEN).first()
        if edition and edition.commitments.exists() and Approval.objects.exists():
            with pytest.raises(IntegrityError), transaction.atomic():
                BEHIND_THE_FLOWS[what](edition)

    @rule(number=st.integers(0, 9))
    def all_agree(self, number):
        edition = self.pick(number)
        if edition:
            self.attempt(lambda: adopt(edition))

    @invariant()
    def at_most_one_is_adopted(self):
        assert Edition.objects.filter(status=Status.ADOPTED).count() <= 1

    @invariant()
    def seals_hold(self):
        for one in Edition.objects.exclude(seal=""):
            assert editions.is_intact(one)
            assert self.sealed.setdefault(one.pk, one.sealed) == one.sealed
            now = json.dumps(editions.content_of(one), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            assert now == one.sealed
        assert set(self.sealed) <= set(Edition.objects.exclude(seal="").values_list("pk", flat=True))

    @invariant()
    def no_decision_is_lost(self):
        there = set(Approval.objects.values_list("pk", flat=True))
        assert self.decided <= there
        self.decided = there


def test_no_sequence_of_calls_breaks_a_promise(db):
    class Undone(Story):
        """Each story begins with nothing: what it did is undone at its end."""

        def __init__(self) -> None:
            self.block = transaction.atomic()
            self.block.__enter__()
            super().__init__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    run_state_machine_as_test(
        Undone,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_commitment_counts_its_revisions(draft):
    commitment = draft.commitments.first()
    assert keep(commitment, by=SYSTEM).revision == 2
    assert make_commitment(draft, Action.objects.create(code="SM-8")).revision == 1
