"""Somebody who leaves is taken out of all calls and conversations."""

import pytest

from stedennet.accounts.erasers import Leaver
from stedennet.calls.flows import conversations, erasure
from stedennet.calls.models import Message
from stedennet.calls.rules.states import State
from stedennet.changes.models import Change
from tests.builders.calls import answered, owner

pytestmark = pytest.mark.django_db


def test_the_open_call_of_who_leaves_closes_and_is_nobodys(call):
    interest = answered(call)
    conversations.send_message(interest, "Kunt u langskomen?", by=owner(call))
    assert erasure.erase_calls_and_interests(Leaver("jo@example.org")) == 1
    call.refresh_from_db()
    assert (call.state, call.owner_name, call.owner_email) == (State.CLOSED, "", "")
    assert Change.objects.filter(subject_type="calls.call").latest("id").verb == "changed"
    assert not Message.objects.exists()


def test_who_answered_is_forgotten_and_the_call_stays_open(call):
    interest, other = answered(call), answered(call, "an@example.org")
    assert erasure.erase_calls_and_interests(Leaver("sam@example.org")) == 1
    for row in (call, interest, other):
        row.refresh_from_db()
    assert call.state == State.PUBLISHED
    assert (interest.name, interest.email, interest.together, interest.unclear) == ("", "", "", "")
    assert other.email == "an@example.org"
