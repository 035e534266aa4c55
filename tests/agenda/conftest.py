"""Two cities and an association that draw up an agenda."""

import re

import pytest

from stedennet.accounts.flows import create_person
from stedennet.accounts.models import User
from stedennet.agenda.flows import approvals, drafts, editions
from stedennet.agenda.flows.approvals import ApprovalData
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Action, Commitment, CommitmentPartner, Edition, Party
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.network.flows.records import save_record as keep_in_network
from stedennet.network.models import Organisation, Representation
from stedennet.outbox.models import OutgoingMail
from tests.core.clock import set_by_hand
from tests.core.threads import committing  # noqa: F401
from tests.network.conftest import eindhoven, mobility, utrecht  # noqa: F401


@pytest.fixture
def clock(monkeypatch):
    return set_by_hand(monkeypatch)


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


def speaks_for(organisation: Organisation) -> User:
    """Somebody who represents this organisation and may sign for it."""
    address = f"{organisation.slug}@example.org"
    person = User.objects.filter(email=address).first()
    if person is None:
        person = create_person(email=address, name=organisation.name, password=None, by=SYSTEM)
        keep_in_network(Representation(user=person, organisation=organisation, may_sign=True), by=SYSTEM)
    return person


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


@pytest.fixture
def vng(db):
    return keep_in_network(Organisation(name="VNG", slug="vng", kind="association"), by=SYSTEM)


@pytest.fixture
def draft(eindhoven, utrecht, vng) -> Edition:  # noqa: F811
    return make_edition(eindhoven, utrecht, vng, actions=2)


@pytest.fixture
def commitment(draft) -> Commitment:
    """The first action of the draft, with a description to talk about."""
    one = draft.commitments.get(action__code="SM-1")
    one.description = "Wij bouwen laadpalen."
    return save_record(one, by=SYSTEM)


def propose(commitment, by, words="Wij bouwen veel laadpalen.", field="description"):
    """Other words for this text, by a party."""
    return drafts.submit_proposal(
        commitment.edition, commitment, by=by, field=field, words=words, why="Er zijn er te weinig."
    )


def seen(commitment, field="description"):
    """What names the text as it is now."""
    commitment.refresh_from_db()
    return drafts.compute_text_mark(getattr(commitment, field))
