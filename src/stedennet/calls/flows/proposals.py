"""A partnership that a call found, proposed as an action of the draft edition: the owner of the call does it."""

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.agenda.access import can_edit_agenda
from stedennet.agenda.flows import drafts
from stedennet.agenda.models import Edition
from stedennet.agenda.rules.drafts import Field
from stedennet.agenda.rules.drafts import State as ProposalState
from stedennet.agenda.rules.editions import OPEN
from stedennet.core.access import Actor, LinkHolder
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused

from ..access import is_owner
from ..models import Call, CallProposal
from ..rules.states import Outcome, State


def find_draft_edition() -> Edition | None:
    """The newest real edition that is being drafted; None if there is none."""
    edition: Edition | None = Edition.objects.real().filter(status__in=OPEN).order_by("-number").first()
    return edition


def can_propose_action(call: Call, edition: Edition | None, *, by: Actor) -> bool:
    """Whether `by` may propose the partnership for this edition: the office, and who represents the organisation that
    called, if that is a party to the edition. A personal link is not enough: parties write a draft by account."""
    if edition is None or isinstance(by, LinkHolder) or not drafts.can_take_part_in_draft(edition, by=by):
        return False
    if can_edit_agenda(by):
        return True
    return is_owner(by, call, day=today()) and call.organisation in drafts.list_own_parties(edition, by=by)


def is_ready_to_propose(call: Call) -> bool:
    """Whether the call found a partner, and was not proposed before, or only in vain."""
    if call.is_example or call.state != State.CLOSED or call.outcome != Outcome.FOUND:
        return False
    earlier = CallProposal.objects.filter(call=call).select_related("proposal").first()
    return earlier is None or earlier.proposal.state == ProposalState.DECLINED


@transaction.atomic
def propose_action(call: Call, *, by: Actor, words: str, why: str) -> CallProposal:
    """Propose the partnership as an action of the draft edition, with this title and sentence.

    Raises NotAllowed, or Refused when there is no partner, no draft, or a proposal already.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=call.pk)
    edition = find_draft_edition()
    if edition is None:
        raise Refused(_("Er is nu geen editie waaraan partijen schrijven."))
    if not can_propose_action(call, edition, by=by):
        raise NotAllowed(_("Alleen een partij bij de agenda stelt een actie voor."))
    if not is_ready_to_propose(call):
        raise Refused(_("Dit kan als er een partner is gevonden, en één keer."))
    proposal = drafts.submit_proposal(
        edition, None, by=by, field=Field.ACTION, words=words, why=why, organisation=call.organisation
    )
    link, _is_new = CallProposal.objects.update_or_create(call=call, defaults={"proposal": proposal, "at": now()})
    return link
