"""Editions of the agenda, their commitments and what parties decide."""

import re

from stedennet.agenda.flows import approvals, drafts, editions
from stedennet.agenda.flows.approvals import ApprovalData
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Action, Commitment, CommitmentPartner, Edition, Party
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.network.models import Organisation
from stedennet.outbox.models import OutgoingMail
from tests.builders.people import speaks_for


def make_edition(*organisations: Organisation, actions: int = 1, **more) -> Edition:
    """A draft with these signatories and so many actions, of which the first organisation is responsible."""
    edition = editions.open_draft(by=SYSTEM, title="Actie-agenda")
    for name, value in more.items():
        setattr(edition, name, value)
    save_record(edition, by=SYSTEM)
    for one in organisations:
        Party.objects.get_or_create(edition=edition, organisation=one)
    for number in range(1, actions + 1):
        action, _new = Action.objects.get_or_create(code=f"SM-{number}")
        if not edition.commitments.filter(action=action).exists():
            make_commitment(edition, action, responsible=organisations[0] if organisations else None)
    return edition


def make_commitment(edition: Edition, action: Action, **more) -> Commitment:
    """What an edition says about an action."""
    fields = {"title": f"Actie {action.code}", "lead": "Wij doen dit.", "position": 1, **more}
    return save_record(Commitment(edition=edition, action=action, **fields), by=SYSTEM)


def say(party: Party, decision: str = "approved", words: str = ""):
    """The party decides, by who represents it."""
    verdict = ApprovalData(
        decision=decision, signed_by="De wethouder", words=words, mandate_body="College", mandate_on=today()
    )
    return approvals.submit_approval(party, verdict, by=speaks_for(party.organisation))


def secret_for(party: Party) -> str:
    """The secret that the office had mailed to a party; it stands in the mail only."""
    approvals.send_approval_link(party, "partij@example.org", by=SYSTEM)
    mail = OutgoingMail.objects.filter(to="partij@example.org").latest("id")
    found = re.search(r"/agenda/akkoord/([^/]+)/", mail.text)
    assert found
    return found[1]


def adopt(edition: Edition) -> Edition:
    """From draft to adopted: laid before the parties, all agree."""
    edition = editions.take_step(edition, Step.SUBMIT, by=SYSTEM)
    for party in edition.parties.filter(is_signatory=True):
        say(party)
    return editions.take_step(edition, Step.ADOPT, by=SYSTEM)


def partner(commitment: Commitment, organisation: Organisation, part: str = "", role: str = "") -> CommitmentPartner:
    """Somebody who works along."""
    return save_record(
        CommitmentPartner(commitment=commitment, organisation=organisation, role=role, part=part), by=SYSTEM
    )


def propose(commitment, by, words="Wij bouwen veel laadpalen.", field="description"):
    """Other words for this text, by a party."""
    return drafts.submit_proposal(
        commitment.edition, commitment, by=by, field=field, words=words, why="Er zijn er te weinig."
    )


def seen(commitment, field="description"):
    """What names the text as it is now."""
    commitment.refresh_from_db()
    return drafts.compute_text_mark(getattr(commitment, field))
