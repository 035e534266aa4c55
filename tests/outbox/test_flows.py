"""A mail is a row in the transaction that caused it."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stedennet.outbox.flows import deliver_due_mail, deliver_mail, queue_mail, queue_message
from stedennet.outbox.models import OutgoingMail
from tests.builders.mails import a_mail

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HELLO = {"to": "anna@example.org", "template": "hello", "context": {"name": "Anna"}, "language": "nl"}


def test_what_was_rolled_back_posts_nothing(committing):
    with transaction.atomic():
        a_mail()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()
    assert deliver_due_mail() == 0


def test_posting_sends_nothing_by_itself():
    a_mail()
    assert mail.outbox == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_mail_is_written_in_the_language_of_its_reader(templates, language):
    row = queue_mail(**{**HELLO, "language": language})
    assert (row.subject, row.text, row.language) == (
        f"{language}: hello Anna",
        "Dear reader,\nHello Anna\nBecause.\n",
        language,
    )


def test_markup_in_a_name_stays_text(templates):
    row = queue_mail(**{**HELLO, "context": {"name": "<b>"}})
    assert row.html == "<p>Dear reader</p><p>Hello &lt;b&gt;</p><p>Because.</p>"


def test_a_mail_by_another_part_is_a_row_for_each_address():
    message = EmailMultiAlternatives("Welcome", "Hello", to=["anna@example.org", "ben@example.org"])
    message.attach_alternative("<p>Hello</p>", "text/html")
    queue_message(message, language="en")
    rows = OutgoingMail.objects.values_list("to", "html", "language")
    assert list(rows) == [("anna@example.org", "<p>Hello</p>", "en"), ("ben@example.org", "<p>Hello</p>", "en")]


def test_the_same_occasion_posts_once(templates):
    first, again = (queue_mail(**HELLO, once="form 1") for _ in range(2))
    assert first == again
    other = queue_mail(**{**HELLO, "to": "ben@example.org"}, once="form 1")
    assert set(OutgoingMail.objects.all()) == {first, other}


def test_without_an_occasion_each_mail_counts(templates):
    assert queue_mail(**HELLO) != queue_mail(**HELLO)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "anna",
        "anna@example.org\nBcc: all@example.org",
        "anna@example.org\r\n",
        "anna@example.org, ben@example.org",
    ],
)
def test_an_address_that_is_none_is_refused(templates, wrong):
    for field in ("to", "reply_to") if wrong else ("to",):
        with pytest.raises(ValidationError):
            queue_mail(**{**HELLO, field: wrong})
    assert not OutgoingMail.objects.exists()


def test_a_name_in_the_subject_adds_no_header(templates):
    row = queue_mail(**{**HELLO, "context": {"name": "Anna\r\nBcc: all@example.org"}})
    deliver_mail(row.pk)
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert message["Subject"] == "nl: hello Anna Bcc: all@example.org"
    assert mail.outbox[0].recipients() == ["anna@example.org"]


def test_an_address_with_a_second_line_is_never_sent():
    row = a_mail("anna@example.org\nBcc: all@example.org")
    assert not deliver_mail(row.pk)
    assert mail.outbox == []


def test_no_subject_adds_a_header():
    plain = set(sent_with("Hello").keys())

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=400))
    def holds(subject):
        assert set(sent_with(subject).keys()) == plain

    holds()


def sent_with(subject: str):
    assert deliver_mail(a_mail(subject=subject).pk)
    return mail.outbox[-1].message()
