"""A link works once, for 48 hours, for the reader of the mail; a forged link never works."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stedennet.core.errors import Refused
from stedennet.intake import flows
from stedennet.intake.models import Submission
from stedennet.intake.personal_links import CONFIRMATION_LINK
from stedennet.outbox.models import OutgoingMail
from stedennet.personal_links.tokens import create_secret, hash_secret
from tests.builders.submissions import AUTHOR, mails_to, send, token_in_mail

pytestmark = pytest.mark.django_db
AS_PART_OF_ONE_TEST = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)


def test_no_two_tokens_are_the_same():
    assert len({create_secret(CONFIRMATION_LINK.salt) for _ in range(1000)}) == 1000


def test_the_database_has_only_the_hash_and_the_mail_the_token():
    submission = send()
    token = token_in_mail()
    assert submission.token_hash == hash_secret(token, CONFIRMATION_LINK.salt)
    for row in Submission.objects.values():
        for part in (token, token.partition(":")[0]):
            assert part not in str(row)


def test_only_the_author_gets_the_token():
    send()
    token = token_in_mail()
    assert [mail.to for mail in OutgoingMail.objects.all() if token in mail.text + mail.html] == [AUTHOR]


def test_a_link_works_once():
    send()
    token = token_in_mail()
    first = flows.confirm_submission(token)
    mails = OutgoingMail.objects.count()
    second = flows.confirm_submission(token)
    assert (first.pk, first.status, first.confirmed_at) == (second.pk, second.status, second.confirmed_at)
    assert OutgoingMail.objects.count() == mails, "nobody gets a mail again"


def test_a_used_link_does_not_wake_up_what_was_withdrawn_or_judged(moderator):
    submission = send()
    token = token_in_mail()
    flows.withdraw_submission(submission)
    assert flows.confirm_submission(token).status == "withdrawn"
    other = send(email="ot@example.org")
    token = token_in_mail("ot@example.org")
    flows.confirm_submission(token)
    flows.reject_submission(other, by=moderator, reason="Dit is reclame.")
    assert flows.confirm_submission(token).status == "rejected"


@pytest.mark.parametrize(("hours", "seconds", "works"), [(47, 3599, True), (48, 0, False), (24 * 365, 0, False)])
def test_a_link_works_for_48_hours(clock, hours, seconds, works):
    send()
    token = token_in_mail()
    clock.later(hours=hours, seconds=seconds)
    if works:
        assert flows.confirm_submission(token).status == "pending"
    else:
        with pytest.raises(Refused, match="verlopen"):
            flows.confirm_submission(token)
        assert Submission.objects.get().status == "unconfirmed"


def refused(token):
    with pytest.raises(Refused):
        flows.confirm_submission(token)
    assert Submission.objects.get().status == "unconfirmed"


def test_a_link_with_one_sign_changed_does_nothing():
    send()
    token = token_in_mail()
    for place, sign in enumerate(token):
        refused(token[:place] + ("b" if sign == "a" else "a") + token[place + 1 :])


def test_a_link_with_one_bit_changed_does_nothing():
    send()
    token = token_in_mail()
    for place in range(len(token)):
        for bit in range(7):
            refused(token[:place] + chr(ord(token[place]) ^ 1 << bit) + token[place + 1 :])


def test_a_truncated_or_longer_link_does_nothing():
    send()
    token = token_in_mail()
    for length in range(len(token)):
        refused(token[:length])
    for more in ("=", "a", " ", "\n", ":"):
        refused(token + more)
        refused(more + token)


@AS_PART_OF_ONE_TEST
@given(st.text() | st.text(string.ascii_letters + string.digits + "-_:", min_size=80, max_size=90))
def test_a_forged_link_is_unknown_and_asks_the_database_nothing(django_assert_num_queries, token):
    with django_assert_num_queries(0):
        assert CONFIRMATION_LINK.find(token) is None


def test_a_token_of_ours_that_is_not_in_the_database_is_unknown():
    assert CONFIRMATION_LINK.find(create_secret(CONFIRMATION_LINK.salt)) is None


def test_looking_changes_nothing():
    send()
    token = token_in_mail()
    before = Submission.objects.values().get()
    assert CONFIRMATION_LINK.find(token).pk == before["id"]
    assert Submission.objects.values().get() == before
    assert len(mails_to(AUTHOR)) == 1
