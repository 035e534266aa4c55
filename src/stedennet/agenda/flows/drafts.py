"""Drafting together: parties propose other words and comment; the owner of the text accepts or declines.

Nothing is overwritten silently. Whoever accepts a proposal names the text that they saw (`seen`); when it has changed
meanwhile, the flow refuses and the page shows both.
"""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import SYSTEM, Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.core.records import store_record
from stedennet.core.text import normalise_line_ends
from stedennet.network.access import is_representative, organisations_of
from stedennet.network.models import Organisation

from ..access import can_edit_agenda
from ..models import Action, Comment, Commitment, Edition, Proposal
from ..rules.drafts import Field, State, find_next_code, is_too_long
from ..rules.editions import OPEN
from .records import save_record
from .wordings import Texts, record_wordings, stored_texts_of

NEW_ACTION_LETTERS = "NW"
"""The letters in the code of a new action, until somebody gives it a better code."""


def can_read_draft(edition: Edition, *, by: Actor) -> bool:
    """Whether `by` may read proposals and who wrote what, also afterwards: the office and the parties'
    representatives."""
    return can_edit_agenda(by) or find_own_party(edition, by=by) is not None


def can_take_part_in_draft(edition: Edition, *, by: Actor) -> bool:
    """Whether `by` may propose and comment: the same people, while the edition is open."""
    return edition.status in OPEN and can_read_draft(edition, by=by)


def list_own_parties(edition: Edition, *, by: Actor) -> list[Organisation]:
    """The parties that `by` represents; none for the office and for anybody else."""
    if not (by.is_authenticated and by.is_active and by.pk):
        return []
    own_organisations = organisations_of(by, day=today())
    rows = edition.parties.filter(organisation__in=own_organisations).select_related("organisation")
    return [party.organisation for party in rows]


def find_own_party(edition: Edition, organisation: Organisation | None = None, *, by: Actor) -> Organisation | None:
    """The party on whose behalf `by` speaks: `organisation` if `by` represents it, else the first of theirs."""
    own = list_own_parties(edition, by=by)
    return organisation if organisation in own else next(iter(own), None)


def can_decide_on_text(edition: Edition, commitment: Commitment | None, *, by: Actor) -> bool:
    """Whether `by` owns the text: the office, and for an action the representatives of the responsible
    organisation."""
    if edition.status not in OPEN:
        return False
    if can_edit_agenda(by):
        return True
    owner = commitment.responsible if commitment else None
    return owner is not None and is_representative(by, owner, day=today())


def current_text_of(edition: Edition, commitment: Commitment | None, field: str) -> str:
    """The text as it is now; empty for a new action."""
    if field == Field.ACTION:
        return ""
    return str(getattr(commitment if commitment else edition, field))


def compute_text_mark(text: str) -> str:
    """A short hash that identifies the text somebody has seen."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


@transaction.atomic
def submit_proposal(
    edition: Edition,
    commitment: Commitment | None,
    *,
    by: Actor,
    field: str,
    words: str,
    why: str = "",
    organisation: Organisation | None = None,
) -> Proposal:
    """Propose other words for a text, or the title of a new action.

    `organisation` says on whose behalf, for people who represent several. Raises NotAllowed, or Refused.
    """
    edition, words = _lock_open_edition(edition, by), normalise_line_ends(words)
    _check_words(field, words)
    base = current_text_of(edition, commitment, field)
    if words.strip() == base.strip():
        raise Refused(_("Dit staat er al."), field="words")
    return store_record(
        Proposal(
            edition=edition,
            commitment=commitment,
            field=field,
            base=base,
            words=words.strip(),
            why=why.strip(),
            organisation=find_own_party(edition, organisation, by=by),
            person_id=by.pk,
            at=now(),
        )
    )


@transaction.atomic
def accept_proposal(proposal: Proposal, *, by: Actor, words: str, seen: str, code: str = "") -> Proposal:
    """Accept a proposal, as it is or with other words.

    `seen` is the mark of the text that the owner saw; `code` is the code for a new action, by default the next free
    one. Raises NotAllowed, or Refused when the text changed meanwhile or the code is taken.
    """
    proposal, words = _lock_open_proposal(proposal, by), normalise_line_ends(words)
    _check_words(proposal.field, words)
    if proposal.field == Field.ACTION:
        before: Texts = {}
        target: Commitment | Edition = _add_action(proposal, words, code.strip())
    else:
        before = stored_texts_of(proposal.commitment or proposal.edition)
        target = _rewrite_text(proposal, words, seen)
    who = proposal.organisation if words.strip() == proposal.words else _owner_represented_by(proposal, by)
    record_wordings(target, before, by=by, organisation=who, proposal=proposal)
    return _close_proposal(proposal, State.TAKEN, by=by)


@transaction.atomic
def decline_proposal(proposal: Proposal, *, by: Actor, reason: str) -> Proposal:
    """Decline a proposal, and say why. Raises NotAllowed, or Refused without a reason."""
    proposal = _lock_open_proposal(proposal, by)
    if not reason.strip():
        raise Refused(_("Zeg waarom u het niet overneemt."), field="answer")
    proposal.answer = reason.strip()
    return _close_proposal(proposal, State.DECLINED, by=by)


@transaction.atomic
def submit_comment(
    edition: Edition,
    commitment: Commitment | None,
    *,
    by: Actor,
    text: str,
    paragraph: str = "",
    organisation: Organisation | None = None,
) -> Comment:
    """Comment on a text on behalf of a party. Raises NotAllowed, or Refused without a text."""
    edition = _lock_open_edition(edition, by)
    return store_record(
        Comment(
            edition=edition,
            commitment=commitment,
            paragraph=paragraph.strip(),
            text=text.strip(),
            organisation=find_own_party(edition, organisation, by=by),
            person_id=by.pk,
            at=now(),
        )
    )


def _lock_open_edition(edition: Edition, by: Actor) -> Edition:
    """The edition as stored, locked so that it cannot be submitted for approval meanwhile."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if not can_take_part_in_draft(edition, by=by):
        raise NotAllowed(_("Alleen partijen stellen woorden voor, zolang de editie open is."))
    return edition


def _check_words(field: str, words: str) -> None:
    if field not in Field.values:
        raise Refused(_("Kies over welke tekst het gaat."), field="field")
    if not words.strip():
        raise Refused(_("Schrijf uw voorstel op."), field="words")
    if is_too_long(field, words.strip()):
        raise Refused(_("Deze tekst is te lang."), field="words")


def _lock_open_proposal(proposal: Proposal, by: Actor) -> Proposal:
    Edition.objects.select_for_update().get(pk=proposal.edition_id)
    proposal = Proposal.objects.select_related("edition", "commitment__responsible", "commitment__action").get(
        pk=proposal.pk
    )
    if not can_decide_on_text(proposal.edition, proposal.commitment, by=by):
        raise NotAllowed(_("Alleen wie verantwoordelijk is voor deze tekst beslist erover."))
    if proposal.state != State.OPEN:
        raise Refused(_("Over dit voorstel is al beslist: %(state)s.") % {"state": proposal.get_state_display()})
    return proposal


def _owner_represented_by(proposal: Proposal, by: Actor) -> Organisation | None:
    """The responsible organisation, if `by` decided on its behalf; None for the office."""
    owner = proposal.commitment.responsible if proposal.commitment else None
    return owner if owner is not None and is_representative(by, owner, day=today()) else None


def _rewrite_text(proposal: Proposal, words: str, seen: str) -> Commitment | Edition:
    target = proposal.commitment or proposal.edition
    if compute_text_mark(current_text_of(proposal.edition, proposal.commitment, proposal.field)) != seen:
        raise Refused(_("Intussen is de tekst gewijzigd. Kijk wat er nu staat en pas uw woorden aan."), field="words")
    setattr(target, proposal.field, words.strip())
    if getattr(target, f"{proposal.field}_en", ""):
        # The translation is of the old words: readers of English get the Dutch text until it is translated again.
        setattr(target, f"{proposal.field}_en", "")
    return save_record(target, by=SYSTEM)


def find_free_code() -> str:
    """The next free code for a new action."""
    return find_next_code(list(Action.objects.values_list("code", flat=True)), NEW_ACTION_LETTERS)


def _add_action(proposal: Proposal, words: str, code: str) -> Commitment:
    if Action.objects.filter(code=code).exists():
        raise Refused(_("De code %(code)s is al van een andere actie.") % {"code": code}, field="code")
    try:
        action = save_record(Action(code=code or find_free_code()), by=SYSTEM)
    except RefusedFields as error:
        raise Refused(error.message, field="code") from error
    last = proposal.edition.commitments.order_by("-position").values_list("position", flat=True).first() or 0
    return save_record(
        Commitment(
            edition=proposal.edition,
            action=action,
            position=last + 1,
            title=words.strip(),
            lead=proposal.why,
            responsible=proposal.organisation,
        ),
        by=SYSTEM,
    )


def _close_proposal(proposal: Proposal, state: State, *, by: Actor) -> Proposal:
    proposal.state, proposal.decided_at = state, now()
    proposal.decided_by_id = by.pk
    return store_record(proposal)
