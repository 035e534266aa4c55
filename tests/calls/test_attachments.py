"""Files in a conversation: stored with it, for its two sides only, deleted when it ends."""

import pytest

from stedennet.calls.flows import attachments, conversations
from stedennet.calls.models import Attachment, Message
from stedennet.calls.rules.states import Talk
from stedennet.core.errors import Refused
from stedennet.outbox.models import OutgoingMail
from tests.builders.calls import answered, owner, sender
from tests.core.test_files import GOOD

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PLAN = ("plan.pdf", GOOD["plan.pdf"])


@pytest.fixture
def talk(call):
    interest = answered(call)
    conversations.send_message(interest, "Hierbij.", by=owner(call), files=[PLAN])
    return interest


def test_a_file_is_kept_and_the_mail_names_it_without_carrying_it(talk):
    file = Attachment.objects.get()
    assert (file.name, file.media_type, bytes(file.data)) == ("plan.pdf", "application/pdf", PLAN[1])
    mail = OutgoingMail.objects.filter(to="sam@example.org").latest("id")
    assert "Meegestuurd: plan.pdf." in mail.text
    assert "Meegestuurd: plan.pdf." in mail.html


def test_one_wrong_file_stops_the_whole_message(call, talk):
    with pytest.raises(Refused, match=r"iets anders"):
        conversations.send_message(talk, "Nog iets.", by=sender(talk), files=[PLAN, ("foto.png", PLAN[1])])
    assert (Message.objects.count(), Attachment.objects.count()) == (1, 1)


def test_there_is_a_limit_to_a_message_and_to_a_conversation(call, talk):
    with pytest.raises(Refused, match="hooguit 3"):
        conversations.send_message(talk, "Vier.", by=sender(talk), files=[PLAN] * 4)
    for _ in range(6):
        conversations.send_message(talk, "Drie.", by=sender(talk), files=[PLAN] * 3)
    with pytest.raises(Refused, match="al 19 bestanden"):
        conversations.send_message(talk, "Nog twee.", by=sender(talk), files=[PLAN] * 2)
    assert Attachment.objects.count() == 19


@pytest.mark.parametrize("side", ["sender", "owner"])
def test_when_a_side_ends_it_the_files_are_gone(call, talk, side):
    conversations.end_conversation(talk, by=owner(call) if side == "owner" else sender(talk))
    assert not Attachment.objects.exists()
    assert Message.objects.exists()


def test_a_no_takes_the_files_away_too(call, talk):
    conversations.set_talk(talk, Talk.NO, by=owner(call))
    assert not Attachment.objects.exists()


def test_with_the_conversation_its_files_go(talk):
    talk.delete()
    assert not Attachment.objects.exists()


def test_half_a_year_after_closing_files_are_forgotten(clock, talk):
    clock.later(days=60 + 179)
    assert attachments.delete_old_attachments() == 0
    clock.later(days=3)
    assert attachments.delete_old_attachments() == 1
