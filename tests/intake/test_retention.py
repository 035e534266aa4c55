"""How long submissions are kept: unconfirmed ones, and personal data of those that came to nothing."""

import pytest

from stedennet.intake import flows
from stedennet.intake.models import Submission
from tests.builders.submissions import confirmed, send

pytestmark = pytest.mark.django_db


def test_only_what_was_never_confirmed_is_forgotten_and_only_after_30_days(clock, moderator):
    for status, do in {
        "pending": lambda one: None,
        "accepted": lambda one: flows.accept_submission(one, by=moderator),
        "rejected": lambda one: flows.reject_submission(one, by=moderator, reason="Nee."),
        "withdrawn": flows.withdraw_submission,
    }.items():
        do(confirmed(email=f"{status}@example.org"))
    send()
    clock.later(days=30)
    assert flows.delete_unconfirmed_submissions() == 0
    clock.later(seconds=1)
    assert flows.delete_unconfirmed_submissions() == 1
    assert flows.delete_unconfirmed_submissions() == 0
    assert set(Submission.objects.values_list("status", flat=True)) == {"pending", "accepted", "rejected", "withdrawn"}


def test_who_came_to_nothing_is_forgotten_after_half_a_year(clock, moderator):
    flows.reject_submission(confirmed(email="no@example.org"), by=moderator, reason="Te kort.")
    flows.withdraw_submission(confirmed(email="back@example.org"))
    flows.accept_submission(confirmed(email="yes@example.org"), by=moderator)
    waiting = confirmed(email="wait@example.org")
    clock.later(days=180)
    assert flows.anonymise_old_submissions() == 0
    clock.later(seconds=1)
    assert flows.anonymise_old_submissions() == 2
    assert flows.anonymise_old_submissions() == 0
    kept = Submission.objects.exclude(email="")
    assert set(kept.values_list("email", flat=True)) == {"yes@example.org", "wait@example.org"}
    for one in Submission.objects.filter(email=""):
        assert (one.name, one.text, one.data) == ("", "", {})
    assert Submission.objects.get(pk=waiting.pk).text
