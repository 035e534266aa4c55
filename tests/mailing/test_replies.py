"""An answer to a mail lands once where it belongs; programs, strangers and forgers land nowhere and hear nothing."""

from email.message import EmailMessage

import pytest

from stedennet.core.clock import now
from stedennet.core.errors import Refused
from stedennet.mailing.flows import replies
from stedennet.mailing.flows.replies import Receipt, issue_reply_address, receive_reply
from stedennet.mailing.models import ReceivedReply, ReplyAddress
from stedennet.mailing.reply_kinds import Addressee, ReplyKind, register_reply_kind
from stedennet.mailing.rules import replies as rules
from stedennet.outbox.models import OutgoingMail

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ADA = "ada@example.org"


@pytest.fixture
def landed(settings):
    """What the room of a kind for these tests received."""
    settings.REPLY_EMAIL = "antwoord@stedennet.example.org"
    received = []

    def accept(key, text, once):
        if "weiger" in text:
            raise Refused("Dit gesprek is beëindigd.")
        received.append((key, text))

    find = {"7": Addressee(ADA, "nl")}.get
    register_reply_kind(ReplyKind(name="test", find_addressee=find, accept=accept))
    return received


def mail(to, text="Graag!", *, sender=ADA, number=1, **headers) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = f"Ada <{sender}>", to, f"<{number}@example.org>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def test_an_answer_lands_once_however_often_it_comes(landed):
    to = issue_reply_address("test", 7, ADA)
    data = mail(to)
    assert [receive_reply(data, to=to) for _again in range(3)] == [Receipt.ACCEPTED, Receipt.AGAIN, Receipt.AGAIN]
    assert landed == [("7", "Graag!")]
    assert receive_reply(mail(to, "Nog iets.", number=2), to="") is Receipt.ACCEPTED
    assert len(landed) == 2


def test_a_changed_case_and_another_spelling_of_the_sender_are_the_same(landed):
    to = issue_reply_address("test", 7, ADA)
    assert receive_reply(mail(to, sender="ADA@Example.org"), to=to.upper()) is Receipt.ACCEPTED


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<lijst.example.org>"},
        {"Return_Path": "<>"},
        {"Subject": "Automatisch antwoord: Kaart"},
        {"Subject": "Out of office"},
    ],
)
def test_a_program_is_not_answered_and_lands_nowhere(landed, headers):
    to = issue_reply_address("test", 7, ADA)
    assert receive_reply(mail(to, **headers), to=to) is Receipt.IGNORED
    assert (landed, OutgoingMail.objects.count()) == ([], 0)


def test_nobody_else_can_answer_and_learns_nothing(landed):
    to = issue_reply_address("test", 7, ADA)
    for sender in ("bo@example.org", "mailer-daemon@example.org"):
        assert receive_reply(mail(to, sender=sender), to=to) is Receipt.IGNORED
    two = mail(to).replace(b"From: Ada <ada@example.org>", b"From: ada@example.org, bo@example.org")
    assert receive_reply(two, to=to) is Receipt.IGNORED
    assert (landed, OutgoingMail.objects.count(), ReceivedReply.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize(
    "change", [lambda to: to.replace("-", "-a"), lambda to: "antwoord@stedennet.example.org", lambda to: ""]
)
def test_a_forged_or_missing_tag_is_nothing(landed, change):
    to = issue_reply_address("test", 7, ADA)
    assert receive_reply(mail("iemand@example.org"), to=change(to)) is Receipt.IGNORED
    assert landed == []


def test_a_bounce_tag_opens_no_conversation(landed, settings):
    from stedennet.mailing.renderer import get_signing_key
    from stedennet.mailing.rules.addresses import build_tag

    issue_reply_address("test", 7, ADA)
    tag = build_tag(ReplyAddress.objects.get().pk, get_signing_key())
    assert receive_reply(mail("x@example.org"), to=f"antwoord+{tag}@example.org") is Receipt.IGNORED


def test_whoever_no_longer_has_the_record_cannot_answer_an_old_mail(landed):
    to = issue_reply_address("test", 7, "former@example.org")
    assert receive_reply(mail(to, sender="former@example.org"), to=to) is Receipt.IGNORED
    gone = issue_reply_address("test", 8, ADA)
    assert receive_reply(mail(gone), to=gone) is Receipt.IGNORED


def test_an_address_ends_and_is_forgotten(landed):
    to = issue_reply_address("test", 7, ADA)
    ReplyAddress.objects.update(ends_at=now())
    assert receive_reply(mail(to), to=to) is Receipt.IGNORED
    assert replies.delete_old_reply_addresses() == 1


def test_its_sender_reads_why_it_was_refused_once(landed):
    to = issue_reply_address("test", 7, ADA)
    data = mail(to, "weiger dit")
    assert receive_reply(data, to=to) is Receipt.REFUSED
    assert receive_reply(data, to=to) is Receipt.AGAIN
    (note,) = OutgoingMail.objects.all()
    assert (note.to, note.subject) == (ADA, "Uw antwoord kwam niet aan")
    assert "Dit gesprek is beëindigd." in note.text


@pytest.mark.parametrize("text", ["", "> alleen het citaat", "-- \nAda"])
def test_an_answer_without_words_is_refused_with_the_reason(landed, text):
    to = issue_reply_address("test", 7, ADA)
    assert receive_reply(mail(to, text), to=to) is Receipt.REFUSED
    assert "Wij vonden geen tekst" in OutgoingMail.objects.get().text


def test_attachments_are_left_out_and_its_sender_is_told(landed):
    to = issue_reply_address("test", 7, ADA)
    message = EmailMessage()
    message["From"], message["To"] = ADA, to
    message.set_content("Zie de bijlage.")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    assert receive_reply(message.as_bytes(), to=to) is Receipt.ACCEPTED
    assert landed == [("7", "Zie de bijlage.")]
    assert "(plan.pdf)" in OutgoingMail.objects.get().text


def test_too_large_a_mail_is_refused_by_its_head(landed, monkeypatch):
    monkeypatch.setattr(rules, "MAX_BYTES", 2000)
    to = issue_reply_address("test", 7, ADA)
    assert receive_reply(mail(to, "x " * 2000), to=to) is Receipt.REFUSED
    assert landed == []
    assert "te groot" in OutgoingMail.objects.get().text


def test_a_loop_ends(landed):
    to = issue_reply_address("test", 7, ADA)
    receipts = [receive_reply(mail(to, number=number), to=to) for number in range(replies.MAX_REPLIES + 3)]
    assert receipts.count(Receipt.ACCEPTED) == replies.MAX_REPLIES
    assert receipts[-1] is Receipt.IGNORED


def test_without_a_mailbox_no_mail_has_a_reply_address(settings):
    settings.REPLY_EMAIL = ""
    assert issue_reply_address("test", 7, ADA) == ""
    assert not ReplyAddress.objects.exists()
