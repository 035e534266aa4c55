"""One rule for the cause of a refusal, whichever way it reached us."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.mailing.rules import refusals, webhooks
from stedennet.mailing.rules.refusals import (
    RefusalCause,
    Status,
    classify_refusal,
    find_status,
    is_about_one_recipient,
    parse_status,
)

NUMBERS = st.integers(0, 999)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("5.1.1", RefusalCause.ADDRESS),
        ("5.1.2", RefusalCause.ADDRESS),
        ("5.1.3", RefusalCause.ADDRESS),
        ("5.1.6", RefusalCause.ADDRESS),
        ("5.1.10", RefusalCause.ADDRESS),
        ("5.2.1", RefusalCause.ADDRESS),
        ("5.7.17", RefusalCause.ADDRESS),
        ("5.1.0", RefusalCause.PASSING),
        ("5.1.4", RefusalCause.PASSING),
        ("5.1.7", RefusalCause.US),
        ("5.1.8", RefusalCause.US),
        ("5.2.0", RefusalCause.PASSING),
        ("5.2.2", RefusalCause.PASSING),
        ("5.2.3", RefusalCause.US),
        ("5.3.0", RefusalCause.PASSING),
        ("5.3.4", RefusalCause.US),
        ("5.4.1", RefusalCause.PASSING),
        ("5.4.4", RefusalCause.PASSING),
        ("5.4.6", RefusalCause.PASSING),
        ("5.5.0", RefusalCause.PASSING),
        ("5.6.1", RefusalCause.US),
        ("5.7.0", RefusalCause.US),
        ("5.7.1", RefusalCause.US),
        ("5.7.26", RefusalCause.US),
        ("5.7.509", RefusalCause.US),
        ("4.1.1", RefusalCause.PASSING),
        ("4.2.1", RefusalCause.PASSING),
        ("4.2.2", RefusalCause.PASSING),
        ("4.4.7", RefusalCause.PASSING),
        ("4.7.0", RefusalCause.US),
        ("2.1.5", None),
    ],
)
def test_the_status_decides(status, expected):
    assert classify_refusal("", status=parse_status(status)) is expected
    assert classify_refusal(f"550 {status} words", status=None) is expected


@given(st.sampled_from([2, 4, 5]), NUMBERS, NUMBERS)
def test_only_a_final_status_of_a_dead_address_suspends(kind, subject, detail):
    cause = classify_refusal("", status=Status(kind, subject, detail))
    assert (cause is RefusalCause.ADDRESS) == (kind == 5 and (subject, detail) in refusals.DEAD)


@given(st.sampled_from([4, 5]), st.integers(1, 999), NUMBERS, st.text(max_size=60))
def test_words_never_make_a_living_address_dead_against_its_status(kind, subject, detail, words):
    cause = classify_refusal(words, status=Status(kind, subject, detail))
    assert cause is not RefusalCause.ADDRESS or (kind == 5 and (subject, detail) in refusals.DEAD)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("550 No such user", RefusalCause.ADDRESS),
        ("550 <anna@example.org>: Recipient address rejected: User unknown", RefusalCause.ADDRESS),
        ("550 Invalid recipient", RefusalCause.ADDRESS),
        ("553 sorry, this account has been disabled", RefusalCause.ADDRESS),
        ("550 mailbox not found", RefusalCause.ADDRESS),
        ("550 Dit adres bestaat niet", RefusalCause.ADDRESS),
        ("550 mailbox unavailable", RefusalCause.PASSING),
        ("552 user anna does not exist or mailbox is full", RefusalCause.PASSING),
        ("450 no such user, try later", RefusalCause.PASSING),
        ("550 no such user; or your IP is on our blocklist", RefusalCause.US),
        ("554 denied by policy", RefusalCause.US),
        ("550 relaying denied", RefusalCause.US),
        ("550 sender verify failed", RefusalCause.US),
        ("421 too many connections", RefusalCause.US),
        ("550", RefusalCause.PASSING),
        ("", RefusalCause.PASSING),
    ],
)
def test_without_a_status_only_clear_words_make_an_address_dead(words, expected):
    assert classify_refusal(words) is expected


def test_five_zero_zero_says_nothing_and_the_servers_own_status_counts():
    assert classify_refusal("smtp; 550 5.7.1 spam", status=Status(5, 0, 0)) is RefusalCause.US
    assert classify_refusal("smtp; 550 5.1.1 gone", status=Status(5, 0, 0)) is RefusalCause.ADDRESS


@pytest.mark.parametrize("words", ["client 192.5.1.1 refused", "version 5.1.1", "550 5.1.1.2", "1550 5.1.1", "5.1.1"])
def test_numbers_that_are_no_status_are_not_taken_for_one(words):
    assert find_status(words) is None


@given(st.text())
def test_any_words_have_a_verdict(words):
    assert classify_refusal(words) in (*RefusalCause, None)


@pytest.mark.parametrize(
    ("reply", "about_one"),
    [
        ("450 4.2.0 greylisted", True),
        ("451 4.7.1 come back in five minutes", True),
        ("452 4.2.2 mailbox full", True),
        ("450 busy", True),
        ("421 4.7.0 closing", False),
        ("451 4.3.0 the mail system is in trouble", False),
        ("452 4.3.1 no room", False),
    ],
)
def test_later_to_one_addressee_is_told_from_later_to_all(reply, about_one):
    assert is_about_one_recipient(reply) is about_one


@pytest.mark.parametrize(
    ("kind", "reason", "reply", "payload", "expected"),
    [
        ("bounced", "bounced", "smtp; 550 5.1.1 user unknown", {}, RefusalCause.ADDRESS),
        ("bounced", "bounced", "552 5.2.2 full", {}, RefusalCause.PASSING),
        ("bounced", "bounced", "550 5.7.1 refused", {}, RefusalCause.US),
        ("bounced", "bounced", "500 unknown recipient", {}, RefusalCause.ADDRESS),
        ("bounced", "bounced", "554 mailbox full", {}, RefusalCause.PASSING),
        ("bounced", "bounced", "", {"hard_bounce": False}, RefusalCause.PASSING),
        ("bounced", "blocked", "", {}, RefusalCause.US),
        ("bounced", "spam", "", {}, RefusalCause.US),
        ("bounced", "timed_out", "", {}, RefusalCause.PASSING),
        ("bounced", "invalid", "", {}, RefusalCause.ADDRESS),
        ("bounced", "other", "", {}, RefusalCause.PASSING),
        ("rejected", "bounced", "", {}, RefusalCause.PASSING),
        ("rejected", "invalid", "", {}, RefusalCause.ADDRESS),
        ("rejected", "spam", "", {}, RefusalCause.US),
        ("rejected", "unsubscribed", "", {}, None),
        ("failed", "", "", {}, None),
        ("deferred", "", "450 4.7.1 greylisted", {}, None),
        ("deferred", "", "452 4.2.2 full", {}, RefusalCause.PASSING),
        ("delivered", "", "250 ok", {}, None),
    ],
)
def test_a_mail_service_is_understood_by_the_same_rule(kind, reason, reply, payload, expected):
    assert webhooks.classify_event(kind, reason=reason, reply=reply, payload=payload) is expected
