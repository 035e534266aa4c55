"""An answer by mail to a message is a message in the conversation, for either side, under the same rules."""

from email.message import EmailMessage

import pytest

from stedennet.calls.flows import conversations
from stedennet.calls.models import Interest, Message
from stedennet.mailing.flows.replies import Receipt, receive_reply
from stedennet.outbox.models import OutgoingMail
from tests.builders.calls import answered, owner, sender

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def talk(call, settings) -> Interest:
    settings.REPLY_EMAIL = "antwoord@stedennet.example.org"
    return answered(call)


def answer_to(template, text, *, sender_address="") -> Receipt:
    """Answer the newest mail of this template as a mail program does."""
    mail = OutgoingMail.objects.filter(template=template).latest("pk")
    message = EmailMessage()
    message["From"], message["To"] = sender_address or mail.to, mail.reply_to
    quoted = "\n".join(f"> {line}" for line in mail.text.split("\n"))
    message.set_content(f"{text}\n\nOp ma 2 mrt. 2026 om 09:00 schreef Stedennet <noreply@example.org>:\n{quoted}")
    return receive_reply(message.as_bytes(), to=mail.reply_to)


def test_both_sides_talk_by_mail_and_see_no_address_of_each_other(talk):
    assert answer_to("interest_new", "Vertel eens meer.") is Receipt.ACCEPTED
    assert answer_to("interest_answer", "Graag, dinsdag?") is Receipt.ACCEPTED
    assert answer_to("interest_message", "Dat is goed.") is Receipt.ACCEPTED
    said = [(message.from_owner, message.text) for message in Message.objects.order_by("pk")]
    assert said == [(True, "Vertel eens meer."), (False, "Graag, dinsdag?"), (True, "Dat is goed.")]
    for mail in OutgoingMail.objects.filter(template__startswith="interest_"):
        others = {talk.email, talk.call.owner_email} - {mail.to}
        assert not any(other in mail.text + mail.html + mail.reply_to for other in others)
        assert ("U kunt ook gewoon op deze mail antwoorden." in mail.text) == bool(mail.reply_to)


def test_the_other_side_cannot_use_an_address_that_is_not_theirs(talk):
    assert answer_to("interest_new", "Vals.", sender_address=talk.email) is Receipt.IGNORED
    assert not Message.objects.exists()


def test_an_ended_conversation_takes_no_mail_and_says_so(talk):
    conversations.send_message(talk, "Hallo.", by=owner(talk.call))
    conversations.end_conversation(talk, by=sender(talk))
    assert answer_to("interest_answer", "Nog iets.") is Receipt.REFUSED
    assert "Dit gesprek is beëindigd." in OutgoingMail.objects.latest("pk").text
    assert Message.objects.count() == 1


def test_too_long_an_answer_is_refused_and_a_hostile_one_stays_words(client, talk):
    assert answer_to("interest_new", "woord " * 1000) is Receipt.REFUSED
    assert answer_to("interest_new", "<script>alert(1)</script>") is Receipt.ACCEPTED
    assert "<script>alert" not in OutgoingMail.objects.filter(template="interest_answer").latest("pk").html
