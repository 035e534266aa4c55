"""What became of the partnership of a call on the agenda, as plain values for templates."""

from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.models import Action, Proposal
from stedennet.calls.flows.proposals import can_propose_action, find_draft_edition, is_ready_to_propose
from stedennet.calls.models import Call, CallProposal
from stedennet.core.access import Actor

MOST_WORDS = 400
"""The longest sentence about a new action."""


def build_proposal_section(call: Call, *, by: Actor) -> dict[str, object]:
    """Return what the owner's page shows: whether an action can be proposed, with which words, and what came of it."""
    edition = find_draft_edition() if is_ready_to_propose(call) else None
    may_propose = can_propose_action(call, edition, by=by)
    link = CallProposal.objects.filter(call=call).select_related("proposal__edition").first()
    return {
        "may_propose": may_propose,
        "edition_number": edition.number if edition else "",
        "initial": {"words": call.title, "why": _write_sentence(call)} if may_propose else {},
        "earlier": _build_earlier(link.proposal) if link else None,
        "action": find_action_link(call),
    }


def _write_sentence(call: Call) -> str:
    """The purpose of the call and with whom, as a beginning of the sentence about the action."""
    together = _("Samen met %(partner)s.") % {"partner": call.outcome_partner} if call.outcome_partner else ""
    room = MOST_WORDS - len(together) - 1
    return f"{call.what_for[:room].strip()} {together}".strip()


def _build_earlier(proposal: Proposal) -> dict[str, object]:
    return {
        "edition_number": proposal.edition.number,
        "words": proposal.words,
        "state_label": proposal.get_state_display(),
        "answer": proposal.answer,
    }


def find_action_link(call: Call) -> dict[str, str] | None:
    """Return the action that the partnership became, once readers can see it; one query."""
    became = Action.objects.readable().filter(commitments__wordings__proposal__call_proposal__call=call)
    action = became.order_by("code").first()
    return {"code": action.code, "url": reverse("action", args=[action.code])} if action else None
