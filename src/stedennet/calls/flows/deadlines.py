"""The end of a call: a reminder a week before, one click to extend, closing after the last day, and the outcome."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.records import store_record

from ..access import can_review, is_owner
from ..models import Call
from ..rules.states import MAX_OPEN_TIME, Outcome, State
from .reviews import announce_call
from .submissions import send_owner_link

REMIND_BEFORE = dt.timedelta(days=7)
EXTENSION = dt.timedelta(days=91)
"""How much one click extends a call."""


@transaction.atomic
def process_due_calls() -> int:
    """Remind owners a week before the deadline, and close what is overdue; returns how many calls."""
    day = today()
    open_calls = Call.objects.filter(state=State.PUBLISHED).select_for_update()
    overdue = list(open_calls.closed(day))
    for call in overdue:
        _close_call(call)
    due_soon = [
        call for call in open_calls.filter(closes_on__lte=day + REMIND_BEFORE) if call.reminded_of != call.closes_on
    ]
    for call in due_soon:
        call.reminded_of = call.closes_on
        call.save(update_fields=["reminded_of"])
        send_owner_link(call, "call_closes")
    return len(overdue) + len(due_soon)


@transaction.atomic
def extend_call(call: Call, *, by: Actor) -> Call:
    """Extend the call by three months, at most to a year from today. Raises NotAllowed, or Refused when closed."""
    call = _lock_own_call(call, by)
    if call.state != State.PUBLISHED or call.closes_on is None:
        raise Refused(_("Deze oproep is gesloten."))
    call.closes_on = min(call.closes_on + EXTENSION, today() + MAX_OPEN_TIME)
    store_record(call)
    announce_call(call, "changed")
    return call


@transaction.atomic
def record_outcome(call: Call, outcome: str, *, by: Actor, partner: str = "") -> Call:
    """Record what came of the call, and close it if it is open. Raises NotAllowed, or Refused."""
    call = _lock_own_call(call, by)
    if call.state not in (State.PUBLISHED, State.CLOSED):
        raise Refused(_("Deze oproep staat niet op de site."))
    if outcome not in Outcome.values:
        raise Refused(_("Kies wat ervan kwam."), field="outcome")
    if call.state == State.PUBLISHED:
        call.state, call.state_at = State.CLOSED, now()
    call.outcome = outcome
    call.outcome_partner = partner.strip()[:150] if outcome == Outcome.FOUND else ""
    store_record(call)
    announce_call(call, "changed", note=str(call.get_outcome_display()))
    return call


def _close_call(call: Call) -> None:
    call.state, call.state_at, call.state_words = State.CLOSED, now(), ""
    call.save(update_fields=["state", "state_at", "state_words"])
    announce_call(call, "changed", note=str(State.CLOSED.label))
    send_owner_link(call, "call_closed")


def _lock_own_call(call: Call, by: Actor) -> Call:
    call = Call.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=call.pk)
    if not (is_owner(by, call, day=today()) or can_review(by)):
        raise NotAllowed(_("Alleen wie de oproep plaatste kan dit zeggen."))
    return call
