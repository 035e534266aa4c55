"""The rule that says whether two organisations can merge, and how far each is in joining."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.network.rules.growth import STEP_ORDER, is_further_step
from stedennet.network.rules.mergers import MergerSide, find_objection

DAY = dt.date(2026, 1, 1)
HERE, THERE = MergerSide(1, "municipality"), MergerSide(2, "municipality")


@pytest.mark.parametrize(
    ("predecessor", "successor", "field"),
    [
        (HERE, HERE, "successor"),
        (HERE, MergerSide(2, "province"), "successor"),
        (HERE, MergerSide(2, "municipality", successor=3), "successor"),
        (HERE, MergerSide(2, "municipality", ends_on=DAY), "successor"),
        (HERE, MergerSide(2, "municipality", begins_on=DAY + dt.timedelta(days=1)), "on"),
        (MergerSide(1, "municipality", begins_on=DAY), THERE, "on"),
        (MergerSide(1, "municipality", ends_on=DAY, successor=3), THERE, "predecessor"),
        (MergerSide(1, "municipality", ends_on=DAY + dt.timedelta(days=1)), THERE, "on"),
    ],
)
def test_a_merger_that_cannot_be_says_why_beside_its_field(predecessor, successor, field):
    assert find_objection(predecessor, successor, DAY)[0] == field


@pytest.mark.parametrize(
    ("predecessor", "successor"),
    [
        (HERE, THERE),
        (HERE, MergerSide(2, "municipality", begins_on=DAY)),
        (HERE, MergerSide(2, "municipality", ends_on=DAY + dt.timedelta(days=1))),
        (MergerSide(1, "municipality", begins_on=DAY - dt.timedelta(days=1)), THERE),
        (MergerSide(1, "municipality", ends_on=DAY, successor=2), THERE),
    ],
)
def test_a_merger_that_can_be_meets_no_objection(predecessor, successor):
    assert find_objection(predecessor, successor, DAY) is None


@given(st.sampled_from([*STEP_ORDER, "left"]), st.sampled_from([*STEP_ORDER, "left"]))
def test_no_two_steps_are_each_further_than_the_other(one, other):
    assert not (is_further_step(one, other) and is_further_step(other, one))


def test_whoever_left_carries_no_step_along():
    assert not is_further_step("left", "")
    assert is_further_step("participant", "left")
