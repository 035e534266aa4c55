"""Only the steps of the table are possible."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from stedennet.core.errors import Refused
from stedennet.intake.rules import STEPS, LinkState, Status, apply_step, clean_own_path, get_link_state

MOMENT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
ALLOWED = {
    ("unconfirmed", "confirm", "pending"),
    ("unconfirmed", "withdraw", "withdrawn"),
    ("pending", "accept", "accepted"),
    ("pending", "reject", "rejected"),
    ("pending", "withdraw", "withdrawn"),
    ("accepted", "withdraw", "withdrawn"),
}
VERBS = ("confirm", "accept", "reject", "withdraw")


def test_the_table_is_what_was_agreed():
    assert {(str(old), step, str(new)) for (old, step), new in STEPS.items()} == ALLOWED


class AnySteps(RuleBasedStateMachine):
    """Somebody tries every step at every moment, also steps that do not exist."""

    def __init__(self) -> None:
        super().__init__()
        self.status = "unconfirmed"
        self.past: list[str] = []

    @rule(step=st.sampled_from([*VERBS, "publish", ""]) | st.text(max_size=10))
    def attempt(self, step):
        allowed = {(old, verb): new for old, verb, new in ALLOWED}.get((self.status, step))
        if allowed is None:
            with pytest.raises(Refused):
                apply_step(self.status, step)
        else:
            self.status = str(apply_step(self.status, step))
            self.past.append(step)
            assert self.status == allowed

    @invariant()
    def nothing_is_placed_or_rejected_before_the_address_is_confirmed(self):
        assert self.status not in ("pending", "accepted", "rejected") or self.past[0] == "confirm"

    @invariant()
    def nobody_judges_twice(self):
        assert sum(step in ("accept", "reject") for step in self.past) <= 1

    @invariant()
    def rejected_and_withdrawn_are_the_end(self):
        assert not {"reject", "withdraw"} & set(self.past[:-1])


TestAnySteps = AnySteps.TestCase


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", VERBS)
def test_a_refusal_names_the_present_status(status, step):
    if (status, step) in STEPS:
        return
    with pytest.raises(Refused, match=str(status.label)):
        apply_step(status, step)


@pytest.mark.parametrize(
    ("status", "ends_in", "state"),
    [
        ("unconfirmed", SECOND, LinkState.OPEN),
        ("unconfirmed", 0 * SECOND, LinkState.ENDED),
        ("unconfirmed", -SECOND, LinkState.ENDED),
        ("pending", -SECOND, LinkState.USED),
        ("accepted", SECOND, LinkState.USED),
        ("rejected", SECOND, LinkState.USED),
        ("withdrawn", SECOND, LinkState.USED),
    ],
)
def test_what_a_link_can_still_do(status, ends_in, state):
    assert get_link_state(status, MOMENT + ends_in, MOMENT) is state


@pytest.mark.parametrize("page", ["//evil.example/", "/\\evil.example", "https://evil.example/", "javascript:x", "a/"])
def test_a_page_elsewhere_is_no_page(page):
    assert clean_own_path(page) == ""


@given(st.text())
def test_a_page_is_kept_whole_or_not_at_all(page):
    assert clean_own_path(page) in ("", page)
