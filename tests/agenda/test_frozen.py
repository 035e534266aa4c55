"""What was laid before the parties, decided, printed and said stays as it was, also behind the flows."""

import pytest
from django.db import IntegrityError, transaction

from stedennet.agenda.flows import drafts, editions
from stedennet.agenda.flows.pdfs import make_missing_pdfs
from stedennet.agenda.flows.records import remove_record, save_record
from stedennet.agenda.models import (
    Action,
    Approval,
    Comment,
    Commitment,
    CommitmentPartner,
    Edition,
    EditionPdf,
    Party,
    Proposal,
)
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.errors import Refused
from stedennet.network.models import Organisation
from tests.builders.editions import adopt, make_edition, partner, say
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_what_is_frozen_is_refused_in_words(draft, eindhoven, utrecht):
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    commitment = edition.commitments.first()
    commitment.title = edition.title = "Anders"
    new = Commitment(edition=edition, action=Action.objects.create(code="SM-9"), title="Nieuw")
    for attempt in (
        lambda: save_record(commitment, by=SYSTEM),
        lambda: remove_record(commitment, by=SYSTEM),
        lambda: save_record(new, by=SYSTEM),
        lambda: partner(commitment, utrecht),
        lambda: save_record(edition, by=SYSTEM),
    ):
        with pytest.raises(Refused, match="ligt vast"):
            attempt()
    with pytest.raises(Refused, match="Lezers kennen deze editie al"):
        remove_record(edition, by=SYSTEM)


def test_a_draft_may_be_thrown_away_and_what_readers_saw_not(draft):
    editions.take_step(draft, Step.CONSULT, by=SYSTEM, until=today())
    draft.refresh_from_db()
    with pytest.raises(Refused, match="wel intrekken"):
        remove_record(draft, by=SYSTEM)
    with pytest.raises(IntegrityError, match="edition_frozen_delete"), transaction.atomic():
        Edition.objects.all().delete()
    remove_record(editions.open_draft(by=SYSTEM), by=SYSTEM)
    assert Edition.objects.get() == draft


def test_the_note_about_the_decision_is_written_when_the_decision_is_there(draft):
    edition = adopt(draft)
    edition.note = "De wethouder tekende voor de vijf."
    save_record(edition, by=SYSTEM)
    edition.foreword = "Anders."
    with pytest.raises(Refused, match="ligt vast"):
        save_record(edition, by=SYSTEM)
    assert Edition.objects.get().note == "De wethouder tekende voor de vijf."


def test_a_decision_is_not_taken_away_after_the_edition_was_adopted_also_not_in_bulk(draft):
    adopt(draft)
    with pytest.raises(IntegrityError, match="approval_frozen"), transaction.atomic():
        Approval.objects.update(withdrawn_at=now(), withdrawn_reason="x")
    assert Approval.objects.standing().count() == 3


def test_what_was_printed_and_written_stays(draft, utrecht):
    commitment = draft.commitments.get(action__code="SM-1")
    drafts.submit_comment(draft, commitment, by=speaks_for(utrecht), text="Hoeveel?")
    proposal = drafts.submit_proposal(draft, commitment, by=speaks_for(utrecht), field="lead", words="Wij doen veel.")
    drafts.decline_proposal(proposal, by=SYSTEM, reason="Te veel.")
    adopt(draft)
    make_missing_pdfs()
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


@pytest.mark.parametrize("is_adopted", [False, True], ids=["laid before the parties", "adopted"])
@pytest.mark.parametrize("what", BEHIND_THE_FLOWS)
def test_the_database_itself_refuses_changes_behind_the_flows(draft, mobility, what, is_adopted):
    draft.commitments.first().themes.add(mobility)
    if is_adopted:
        edition = adopt(draft)
    else:
        edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
        say(edition.parties.first())
    with pytest.raises(IntegrityError), transaction.atomic():
        BEHIND_THE_FLOWS[what](edition)


def test_an_edition_begins_as_a_draft(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(number=7, title="X", status="adopted", seal="x", sealed="y")
