"""Who leaves is no party to a call any more: an open call closes, and what was said in private goes."""

from django.db.models import Q

from stedennet.accounts.erasers import Leaver
from stedennet.core.clock import now

from ..models import Call, Interest, Message
from ..rules.states import State
from .reviews import announce_call


def erase_calls_and_interests(leaver: Leaver) -> int:
    """Close the calls of who leaves, and empty names, addresses and words in calls and talks. That they were stays."""
    placed = list(Call.objects.filter(owner_email__iexact=leaver.email))
    for call in placed:
        _erase_owner(call)
    answered = Interest.objects.filter(email__iexact=leaver.email)
    talks = Interest.objects.filter(Q(call__in=placed) | Q(pk__in=answered))
    Message.objects.filter(interest__in=talks).delete()
    return len(placed) + answered.update(name="", email="", who="", together="", unclear="")


def _erase_owner(call: Call) -> None:
    if call.state == State.PUBLISHED:
        call.state, call.state_at, call.state_words = State.CLOSED, now(), ""
        announce_call(call, "changed", note=str(State.CLOSED.label))
    call.owner_name = call.owner_email = ""
    call.save(update_fields=["state", "state_at", "state_words", "owner_name", "owner_email"])
