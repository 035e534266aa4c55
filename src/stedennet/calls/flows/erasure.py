"""Removes somebody who leaves from calls: open calls close, private messages are deleted."""

from django.db.models import Q

from stedennet.accounts.erasers import Leaver
from stedennet.core.clock import now

from ..models import Call, Interest, Message
from ..rules.states import State
from .reviews import announce_call


def erase_calls_and_interests(leaver: Leaver) -> int:
    """Close the person's calls, and empty names, addresses and texts of calls and interests; returns how many.

    The emptied rows stay, for the counts.
    """
    own_calls = list(Call.objects.filter(owner_email__iexact=leaver.email))
    for call in own_calls:
        _erase_owner(call)
    own_interests = Interest.objects.filter(email__iexact=leaver.email)
    conversations = Interest.objects.filter(Q(call__in=own_calls) | Q(pk__in=own_interests))
    Message.objects.filter(interest__in=conversations).delete()
    return len(own_calls) + own_interests.update(name="", email="", who="", together="", unclear="")


def _erase_owner(call: Call) -> None:
    if call.state == State.PUBLISHED:
        call.state, call.state_at, call.state_words = State.CLOSED, now(), ""
        announce_call(call, "changed", note=str(State.CLOSED.label))
    call.owner_name = call.owner_email = ""
    call.save(update_fields=["state", "state_at", "state_words", "owner_name", "owner_email"])
