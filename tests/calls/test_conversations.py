"""Answering a call: messages are relayed, and addresses show only when both sides agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.calls.flows import conversations, deadlines
from stedennet.calls.models import Message
from stedennet.calls.personal_links import CALL_LINK, CONVERSATION_LINK
from stedennet.calls.rules.states import TALK_STEPS, Talk, move_talk
from stedennet.core.errors import NotAllowed, Refused
from tests.builders.calls import answered, mails, owner, placed, sender
from tests.builders.initiatives import link_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_interest_is_relayed_and_addresses_show_only_when_both_agree(call):
    interest = answered(call)
    note = mails("jo@example.org", "Belangstelling")[0]
    assert "sam@example.org" not in note.text + note.html + note.reply_to
    conversations.send_message(interest, "Kunt u langskomen?", by=owner(call))
    reply = mails("sam@example.org", "Antwoord")[0]
    assert "Kunt u langskomen?" in reply.text
    assert "jo@example.org" not in reply.text + reply.html + reply.reply_to
    token = link_in(reply, "gesprek")
    assert CONVERSATION_LINK.find(token) == interest
    conversations.send_message(interest, "Graag, dinsdag.", by=sender(interest))
    assert "Graag, dinsdag." in mails("jo@example.org", "Een bericht")[0].text
    assert conversations.get_shared_addresses(conversations.share_address(interest, by=sender(interest))) == {}
    shared = conversations.share_address(interest, by=owner(call))
    assert conversations.get_shared_addresses(shared) == {"owner": "jo@example.org", "sender": "sam@example.org"}
    assert conversations.get_shared_addresses(conversations.end_conversation(interest, by=sender(interest))) == {}


def test_the_sender_waits_for_the_owner_and_either_side_may_end_it(call):
    interest = answered(call)
    with pytest.raises(Refused, match="Wacht"):
        conversations.send_message(interest, "Hallo?", by=sender(interest))
    conversations.send_message(interest, "Hallo.", by=owner(call))
    conversations.end_conversation(interest, by=sender(interest))
    for by in (sender(interest), owner(call)):
        with pytest.raises(Refused, match="beëindigd"):
            conversations.send_message(interest, "Nog iets.", by=by)
    with pytest.raises(Refused, match="beëindigd"):
        conversations.set_talk(interest, Talk.AGREED, by=owner(call))


def test_each_side_can_send_a_limited_number_of_messages_a_day(call):
    interest = answered(call)
    for number in range(conversations.MAX_MESSAGES_PER_DAY):
        conversations.send_message(interest, f"Bericht {number}", by=owner(call))
    with pytest.raises(Refused, match="morgen"):
        conversations.send_message(interest, "Nog een", by=owner(call))
    assert Message.objects.count() == conversations.MAX_MESSAGES_PER_DAY


def test_nobody_else_reads_or_writes(call, mobility):
    interest = answered(call)
    other = placed(title="Een andere", email="an@example.org")
    for step in (
        lambda: conversations.send_message(interest, "x", by=owner(other)),
        lambda: conversations.set_talk(interest, Talk.AGREED, by=owner(other)),
        lambda: conversations.share_address(interest, by=owner(other)),
        lambda: conversations.end_conversation(interest, by=owner(other)),
        lambda: deadlines.extend_call(call, by=owner(other)),
        lambda: deadlines.record_outcome(call, "found", by=owner(other)),
    ):
        with pytest.raises(NotAllowed):
            step()
    token = CALL_LINK.make_token(call)
    assert CALL_LINK.find(token.replace(f"{call.pk}-", f"{other.pk}-", 1)) is None
    assert CONVERSATION_LINK.find(token) is None


@given(st.lists(st.sampled_from(list(Talk)), max_size=8))
def test_a_no_is_the_end_of_a_talk(wishes):
    stand, said_no = Talk.NEW, False
    for wish in wishes:
        if wish in TALK_STEPS[stand]:
            stand = move_talk(stand, wish)
        else:
            with pytest.raises(Refused):
                move_talk(stand, wish)
        said_no = said_no or stand == Talk.NO
        assert not said_no or stand == Talk.NO
