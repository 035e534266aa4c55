"""At most five mails a day go to an address that somebody typed, over all forms together, and nobody learns of it."""

import datetime as dt
import logging
from types import SimpleNamespace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from stedennet.accounts.adapter import TO_UNCONFIRMED_ADDRESSES, AccountAdapter
from stedennet.outbox import unconfirmed_addresses
from stedennet.outbox.flows import may_mail_unconfirmed, queue_mail_to_unconfirmed
from stedennet.outbox.models import OutgoingMail
from stedennet.outbox.rules import normalise_mailbox
from stedennet.outbox.unconfirmed_addresses import MAX_PER_DAY

pytestmark = [pytest.mark.django_db]
VICTIM = "anna@example.org"


def confirm(to: str = VICTIM, **more):
    submission = SimpleNamespace(name="Anna", email=to, text="", subject_title="", created_at=dt.datetime.now(dt.UTC))
    context = {"submission": submission, "kind": "reactie", "link": "https://stedennet.example/x"}
    return queue_mail_to_unconfirmed(to=to, template="intake_confirm", context=context, language="nl", **more)


def mails() -> int:
    return OutgoingMail.objects.count()


def test_the_sixth_mail_of_a_day_does_not_go(caplog):
    caplog.set_level(logging.INFO)
    sent = [confirm() for _ in range(MAX_PER_DAY + 3)]
    assert (mails(), sent[MAX_PER_DAY:]) == (MAX_PER_DAY, [None] * 3)
    assert VICTIM not in caplog.text


def test_each_mail_makes_room_again_after_a_day(clock):
    for _ in range(MAX_PER_DAY):
        confirm()
        clock.later(hours=4)
    for hours, expected in ((3, False), (1, True), (3, False), (1, True)):
        clock.later(hours=hours)
        assert may_mail_unconfirmed(VICTIM) is expected


def test_another_spelling_of_the_mailbox_is_the_same_mailbox():
    for address in (VICTIM, "Anna@Example.org", "anna+1@example.org", "ANNA+x@EXAMPLE.ORG", "anna+2@example.org"):
        confirm(address)
    assert confirm() is None
    assert confirm("ben@example.org")


def test_the_same_occasion_again_is_the_same_mail_and_counts_once():
    first = confirm(once="x")
    assert {confirm(once="x").pk for _ in range(9)} == {first.pk}
    assert [confirm() is None for _ in range(MAX_PER_DAY)] == [False] * (MAX_PER_DAY - 1) + [True]


def test_the_address_itself_is_not_kept(monkeypatch):
    seen: list[str] = []
    monkeypatch.setattr(unconfirmed_addresses, "mark_used", lambda key, **more: seen.append(key) or True)
    may_mail_unconfirmed(VICTIM)
    assert seen
    assert not any("anna" in key for key in seen)


def used_up() -> None:
    for _ in range(MAX_PER_DAY):
        assert may_mail_unconfirmed(VICTIM)


@pytest.mark.parametrize("template", sorted(TO_UNCONFIRMED_ADDRESSES))
def test_sign_up_and_a_lost_password_count_as_well(template, rf):
    used_up()
    AccountAdapter(rf.get("/")).send_mail(f"account/email/{template}", VICTIM, {})
    assert not mails()


def test_what_happened_to_his_own_account_is_always_told(rf):
    used_up()
    user = SimpleNamespace(email=VICTIM, get_username=lambda: VICTIM)
    context = {"user": user, "ip": "192.0.2.1", "user_agent": "x", "timestamp": dt.datetime.now(dt.UTC)}
    AccountAdapter(rf.get("/")).send_mail("account/email/password_changed", VICTIM, context)
    assert mails() == 1


@pytest.mark.parametrize("name", ["account_reset_password", "account_signup"])
def test_the_page_answers_the_same_when_nothing_was_sent(client, name):
    path = reverse(name)
    typed = {"email": VICTIM, "password1": "een-heel-lang-wachtwoord", "password2": "een-heel-lang-wachtwoord"}
    before = client.post(path, typed)
    assert before.status_code == 302
    number = mails()
    assert number == 1
    for _ in range(MAX_PER_DAY - 1):
        assert may_mail_unconfirmed(VICTIM)
    client.logout()
    after = client.post(path, typed)
    assert (after.status_code, after.headers["Location"]) == (302, before.headers["Location"])
    assert mails() == number


@given(st.emails())
def test_any_address_has_a_mailbox_and_capitals_do_not_matter(address):
    assert normalise_mailbox(address) == normalise_mailbox(address.upper()).lower() or not address.isascii()
    assert normalise_mailbox(normalise_mailbox(address)) == normalise_mailbox(address)
