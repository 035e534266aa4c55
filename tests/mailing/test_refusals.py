"""One rule for what a refusal is about, whichever way it reached us."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.mailing.rules import refusals, webhooks
from stedennet.mailing.rules.refusals import About, Status, about, is_of_one, status_in, status_of

NUMBERS = st.integers(0, 999)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("5.1.1", About.ADDRESS),
        ("5.1.2", About.ADDRESS),
        ("5.1.3", About.ADDRESS),
        ("5.1.6", About.ADDRESS),
        ("5.1.10", About.ADDRESS),
        ("5.2.1", About.ADDRESS),
        ("5.7.17", About.ADDRESS),
        ("5.1.0", About.PASSING),
        ("5.1.4", About.PASSING),
        ("5.1.7", About.US),
        ("5.1.8", About.US),
        ("5.2.0", About.PASSING),
        ("5.2.2", About.PASSING),
        ("5.2.3", About.US),
        ("5.3.0", About.PASSING),
        ("5.3.4", About.US),
        ("5.4.1", About.PASSING),
        ("5.4.4", About.PASSING),
        ("5.4.6", About.PASSING),
        ("5.5.0", About.PASSING),
        ("5.6.1", About.US),
        ("5.7.0", About.US),
        ("5.7.1", About.US),
        ("5.7.26", About.US),
        ("5.7.509", About.US),
        ("4.1.1", About.PASSING),
        ("4.2.1", About.PASSING),
        ("4.2.2", About.PASSING),
        ("4.4.7", About.PASSING),
        ("4.7.0", About.US),
        ("2.1.5", None),
    ],
)
def test_the_status_decides(status, expected):
    assert about("", status=status_of(status)) is expected
    assert about(f"550 {status} words", status=None) is expected


@given(st.sampled_from([2, 4, 5]), NUMBERS, NUMBERS)
def test_only_a_final_status_of_a_dead_address_suspends(kind, subject, detail):
    found = about("", status=Status(kind, subject, detail))
    assert (found is About.ADDRESS) == (kind == 5 and (subject, detail) in refusals.DEAD)


@given(st.sampled_from([4, 5]), st.integers(1, 999), NUMBERS, st.text(max_size=60))
def test_words_never_make_a_living_address_dead_against_its_status(kind, subject, detail, words):
    found = about(words, status=Status(kind, subject, detail))
    assert found is not About.ADDRESS or (kind == 5 and (subject, detail) in refusals.DEAD)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("550 No such user", About.ADDRESS),
        ("550 <anna@example.org>: Recipient address rejected: User unknown", About.ADDRESS),
        ("550 Invalid recipient", About.ADDRESS),
        ("553 sorry, this account has been disabled", About.ADDRESS),
        ("550 mailbox not found", About.ADDRESS),
        ("550 Dit adres bestaat niet", About.ADDRESS),
        ("550 mailbox unavailable", About.PASSING),
        ("552 user anna does not exist or mailbox is full", About.PASSING),
        ("450 no such user, try later", About.PASSING),
        ("550 no such user; or your IP is on our blocklist", About.US),
        ("554 denied by policy", About.US),
        ("550 relaying denied", About.US),
        ("550 sender verify failed", About.US),
        ("421 too many connections", About.US),
        ("550", About.PASSING),
        ("", About.PASSING),
    ],
)
def test_without_a_status_only_clear_words_make_an_address_dead(words, expected):
    assert about(words) is expected


def test_five_zero_zero_says_nothing_and_the_servers_own_status_counts():
    assert about("smtp; 550 5.7.1 spam", status=Status(5, 0, 0)) is About.US
    assert about("smtp; 550 5.1.1 gone", status=Status(5, 0, 0)) is About.ADDRESS


@pytest.mark.parametrize("words", ["client 192.5.1.1 refused", "version 5.1.1", "550 5.1.1.2", "1550 5.1.1", "5.1.1"])
def test_numbers_that_are_no_status_are_not_taken_for_one(words):
    assert status_in(words) is None


@given(st.text())
def test_any_words_have_a_verdict(words):
    assert about(words) in (*About, None)


@pytest.mark.parametrize(
    ("reply", "of_one"),
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
def test_later_to_one_addressee_is_told_from_later_to_all(reply, of_one):
    assert is_of_one(reply) is of_one


@pytest.mark.parametrize(
    ("kind", "reason", "reply", "said", "expected"),
    [
        ("bounced", "bounced", "smtp; 550 5.1.1 user unknown", {}, About.ADDRESS),
        ("bounced", "bounced", "552 5.2.2 full", {}, About.PASSING),
        ("bounced", "bounced", "550 5.7.1 refused", {}, About.US),
        ("bounced", "bounced", "500 unknown recipient", {}, About.ADDRESS),
        ("bounced", "bounced", "554 mailbox full", {}, About.PASSING),
        ("bounced", "bounced", "", {"hard_bounce": False}, About.PASSING),
        ("bounced", "blocked", "", {}, About.US),
        ("bounced", "spam", "", {}, About.US),
        ("bounced", "timed_out", "", {}, About.PASSING),
        ("bounced", "invalid", "", {}, About.ADDRESS),
        ("bounced", "other", "", {}, About.PASSING),
        ("rejected", "bounced", "", {}, About.PASSING),
        ("rejected", "invalid", "", {}, About.ADDRESS),
        ("rejected", "spam", "", {}, About.US),
        ("rejected", "unsubscribed", "", {}, None),
        ("failed", "", "", {}, None),
        ("deferred", "", "450 4.7.1 greylisted", {}, None),
        ("deferred", "", "452 4.2.2 full", {}, About.PASSING),
        ("delivered", "", "250 ok", {}, None),
    ],
)
def test_a_mail_service_is_understood_by_the_same_rule(kind, reason, reply, said, expected):
    assert webhooks.about(kind, reason=reason, reply=reply, said=said) is expected
