"""A mail is sent once, a failure is retried with growing delays, and old mail is deleted."""

import datetime as dt
import threading

import pytest
from django.core import mail

from stedennet.accounts.flows import hash_email
from stedennet.outbox.flows import (
    CLAIM_LIFETIME,
    delete_old_mail,
    deliver_due_mail,
    deliver_mail,
    erase_address_from_mail,
)
from stedennet.outbox.models import OutgoingMail
from stedennet.outbox.querysets import MAX_ATTEMPTS
from stedennet.outbox.rules import hash_address
from tests.builders.mails import a_mail
from tests.core.threads import together, wait_for

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("clock")]
DOWN = ConnectionRefusedError("nobody answers")


def test_a_mail_is_delivered_once(clock):
    row = a_mail()
    assert deliver_due_mail() == 1
    row.refresh_from_db()
    assert (row.sent_at, row.last_error) == (clock.moment, "")
    assert not deliver_mail(row.pk)
    clock.later(days=2)
    assert deliver_due_mail() == 0
    assert len(mail.outbox) == 1


def test_a_mail_says_that_a_program_wrote_it_and_in_which_language():
    a_mail()
    deliver_due_mail()
    headers = mail.outbox[0].message()
    assert (headers["Auto-Submitted"], headers["Content-Language"]) == ("auto-generated", "nl")


@pytest.mark.parametrize(("demo", "lines"), [(True, 1), (False, 0)])
def test_only_the_demo_shows_mail_in_the_console(settings, caplog, demo, lines):
    settings.DEMO = demo
    caplog.set_level("INFO", "stedennet.mail")
    row = a_mail()
    deliver_due_mail()
    assert [row.text in record.getMessage() for record in caplog.records] == [True] * lines


def test_an_answer_goes_to_the_writer():
    row = a_mail()
    OutgoingMail.objects.filter(pk=row.pk).update(reply_to="ben@example.org", html="<p>Hello</p>")
    deliver_due_mail()
    assert mail.outbox[0].reply_to == ["ben@example.org"]
    assert mail.outbox[0].alternatives[0].mimetype == "text/html"


def test_the_oldest_goes_first_and_no_more_than_asked():
    for name in ("a", "b", "c"):
        a_mail(subject=name)
    assert deliver_due_mail(most=2) == 2
    assert [message.subject for message in mail.outbox] == ["a", "b"]


def test_a_failure_is_kept_with_its_reason_and_tried_again(clock, server):
    row = a_mail()
    server.answers(DOWN)
    assert deliver_due_mail() == 0
    row.refresh_from_db()
    assert (row.attempts, row.sent_at, row.last_error) == (1, None, "ConnectionRefusedError: nobody answers")
    server.answers(None)
    assert deliver_due_mail() == 0
    clock.later(minutes=1)
    assert deliver_due_mail() == 1
    row.refresh_from_db()
    assert row.last_error == ""


def test_a_long_reason_is_cut(server):
    row = a_mail()
    server.answers(OSError("long " * 200))
    deliver_due_mail()
    row.refresh_from_db()
    assert len(row.last_error) == 300


def test_waits_grow_until_a_mail_is_given_up_after_eight_attempts(clock, server):
    row = a_mail()
    server.answers(DOWN)
    waits = []
    for _ in range(8):
        deliver_due_mail()
        row.refresh_from_db()
        waits.append(row.not_before - clock.moment)
        clock.moment = row.not_before - dt.timedelta(seconds=1)
        deliver_due_mail()
        clock.later(seconds=1)
    assert waits == sorted(waits)
    assert waits[0] == dt.timedelta(minutes=1)
    clock.later(days=5)
    assert deliver_due_mail() == 0
    assert server.tries == 8
    assert list(OutgoingMail.objects.given_up()) == [row]


def test_one_mail_that_fails_does_not_hold_up_the_others():
    a_mail("wrong\naddress@example.org")
    a_mail()
    assert deliver_due_mail() == 1
    assert mail.outbox[0].to == ["anna@example.org"]


def test_what_is_delivered_elsewhere_meanwhile_is_not_sent_again(server):
    rows = [a_mail(subject=name) for name in ("a", "b")]

    def other_worker():
        server.answers(None)
        assert deliver_mail(rows[1].pk)

    server.before = other_worker
    assert deliver_due_mail() == 1
    assert sorted(message.subject for message in mail.outbox) == ["a", "b"]


def test_a_mail_that_killed_the_worker_comes_again_after_its_claim(clock, server):
    row = a_mail()
    server.answers(SystemExit())
    with pytest.raises(SystemExit):
        deliver_due_mail()
    server.answers(None)
    clock.later(seconds=CLAIM_LIFETIME.total_seconds() - 1)
    assert deliver_due_mail() == 0
    clock.later(seconds=1)
    assert deliver_due_mail() == 1
    row.refresh_from_db()
    assert (row.attempts, len(mail.outbox)) == (2, 1)


def test_a_mail_that_kills_the_worker_each_time_is_given_up(clock, server):
    a_mail()
    server.answers(SystemExit())
    for _ in range(8):
        with pytest.raises(SystemExit):
            deliver_due_mail()
        clock.later(days=1)
    assert deliver_due_mail() == 0
    assert OutgoingMail.objects.given_up().count() == 1


def test_two_workers_do_not_both_send_a_mail(committing, server):
    pk = a_mail().pk
    sending, refused = threading.Event(), threading.Event()

    def first():
        return deliver_mail(pk)

    def slowly():
        sending.set()
        wait_for(refused)

    def second():
        wait_for(sending)
        sent = deliver_mail(pk)
        refused.set()
        return sent

    server.before = slowly
    assert together(first, second) == [True, False]
    assert len(mail.outbox) == 1


def test_many_workers_at_once_send_each_mail_once(committing):
    subjects = [str(number) for number in range(12)]
    for subject in subjects:
        a_mail(subject=subject)
    assert sum(together(*[deliver_due_mail] * 4)) == len(subjects)
    assert sorted(message.subject for message in mail.outbox) == sorted(subjects)


@pytest.mark.parametrize(
    ("fields", "forgotten"),
    [
        ({"attempts": 1, "sent": 31}, True),
        ({"attempts": 1, "sent": 29}, False),
        ({"attempts": 8, "tried": 31}, True),
        ({"attempts": 8, "tried": 29}, False),
        ({"attempts": 7, "tried": 31}, False),
        ({"attempts": 0, "tried": 31}, False),
    ],
    ids=str,
)
def test_a_mail_is_forgotten_a_month_after_it_was_sent_or_given_up(clock, fields, forgotten):
    def ago(name):
        return clock.moment - dt.timedelta(days=fields[name]) if name in fields else None

    row = a_mail()
    long_ago = clock.moment - dt.timedelta(days=60)
    OutgoingMail.objects.filter(pk=row.pk).update(
        created_at=long_ago, attempts=fields["attempts"], sent_at=ago("sent"), not_before=ago("tried") or long_ago
    )
    assert delete_old_mail() == int(forgotten)
    assert OutgoingMail.objects.exists() is not forgotten


def test_a_round_ends_in_time_and_leaves_the_rest_for_the_next():
    a_mail()
    assert deliver_due_mail(within=0) == 0
    assert deliver_due_mail() == 1


ANNA = "anna@example.org"


def is_empty(row):
    return (row.to, row.reply_to, row.subject, row.text, row.html) == ("", "", "", "", "")


def test_what_was_sent_keeps_no_address_no_words_and_no_secret_links():
    row = a_mail()
    deliver_due_mail()
    assert "Hello" in mail.outbox[0].body
    row.refresh_from_db()
    assert is_empty(row)
    assert (row.sent_at is not None, row.template, row.to_hash) == (True, "account", hash_address(ANNA))
    assert row.to_hash == hash_email(ANNA)


def test_what_is_given_up_is_emptied_and_its_error_names_nobody(server, clock):
    row = a_mail()
    server.answers(OSError(f"550 no such person: {ANNA}"))
    for _ in range(MAX_ATTEMPTS):
        assert not is_empty(OutgoingMail.objects.get())
        deliver_due_mail()
        clock.later(days=2)
    row.refresh_from_db()
    assert is_empty(row)
    assert "550" in row.last_error
    assert ANNA not in row.last_error


def test_what_a_former_version_sent_is_emptied_later(clock):
    a_mail()
    OutgoingMail.objects.update(sent_at=clock.moment)
    delete_old_mail()
    assert is_empty(OutgoingMail.objects.get())


def test_in_the_demo_the_words_stay_to_be_read(settings):
    settings.DEMO = True
    a_mail()
    deliver_due_mail()
    delete_old_mail()
    assert "Hello" in OutgoingMail.objects.get().text


def test_nothing_of_an_address_that_leaves_stays():
    a_mail()
    deliver_due_mail()
    a_mail()
    other = a_mail(to="jo@example.org")
    OutgoingMail.objects.filter(pk=other.pk).update(reply_to=ANNA)
    assert erase_address_from_mail(ANNA.upper()) == 3
    assert list(OutgoingMail.objects.values_list("pk", "reply_to")) == [(other.pk, "")]
