"""Whatever authors and moderators do, in any order: a submission and what was placed always agree."""

import pytest
from django.core.cache import cache
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from stedennet.core.errors import Refused
from stedennet.intake import flows
from stedennet.intake.models import Submission
from tests.builders.submissions import send, token_in_mail

pytestmark = pytest.mark.django_db


class Story(RuleBasedStateMachine):
    """Everybody does whatever they like, in any order; the row and what was placed always agree."""

    notes = moderator = None

    @initialize()
    def sent(self):
        cache.clear()  # Each story is a day of its own: an address gets five mails a day.
        self.submission = send()
        self.token = token_in_mail()
        self.expected, self.placed = "unconfirmed", self.notes.placed

    def attempt(self, do, *, when, then):
        if self.expected in when:
            assert do().status == then
            self.expected = then
        else:
            with pytest.raises(Refused):
                do()

    @rule()
    def confirm(self):
        flows.confirm_submission(self.token)
        self.expected = "pending" if self.expected == "unconfirmed" else self.expected

    @rule()
    def accept(self):
        self.attempt(
            lambda: flows.accept_submission(self.submission, by=self.moderator), when={"pending"}, then="accepted"
        )

    @rule(reason=st.sampled_from(["Nee.", " "]))
    def reject(self, reason):
        when = {"pending"} if reason.strip() else set()
        self.attempt(
            lambda: flows.reject_submission(self.submission, by=self.moderator, reason=reason),
            when=when,
            then="rejected",
        )

    @rule()
    def withdraw(self):
        when = {"unconfirmed", "pending", "accepted"}
        self.attempt(lambda: flows.withdraw_submission(self.submission), when=when, then="withdrawn")

    def check_invariants(self, *args, **kwargs):
        super().check_invariants(*args, **kwargs)
        if hasattr(self, "expected"):
            assert Submission.objects.get(pk=self.submission.pk).status == self.expected
            assert self.notes.placed - self.placed == (self.expected == "accepted")


def test_whatever_people_do_in_any_order(notes, moderator):
    machine = type("ThisStory", (Story,), {"notes": notes, "moderator": moderator})
    run_state_machine_as_test(machine, settings=settings(max_examples=40, stateful_step_count=8, deadline=None))
