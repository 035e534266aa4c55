"""The rule that computes participation from dated steps."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.network.rules.growth import (
    DatedStep,
    calculate_percentage,
    count_participants_by_year,
    find_participants,
    is_further_step,
)

DAY = dt.date(2020, 6, 1)
STEPS = ["contacted", "interested", "candidate", "participant", "left"]
steps = st.lists(
    st.builds(
        DatedStep,
        organisation=st.integers(1, 8),
        on=st.dates(dt.date(2015, 1, 1), dt.date(2022, 12, 31)),
        step=st.sampled_from(STEPS),
    ),
    max_size=30,
)


def test_who_became_a_participant_takes_part():
    assert find_participants([DatedStep(1, DAY, "participant")], day=DAY) == {1}


def test_the_day_before_the_step_nobody_takes_part():
    assert find_participants([DatedStep(1, DAY, "participant")], day=DAY - dt.timedelta(days=1)) == set()


def test_who_left_no_longer_takes_part():
    gone = [DatedStep(1, DAY, "participant"), DatedStep(1, DAY + dt.timedelta(days=9), "left")]
    assert find_participants(gone, day=DAY + dt.timedelta(days=9)) == set()


def test_interest_is_not_taking_part():
    assert find_participants([DatedStep(1, DAY, "interested")], day=DAY) == set()


@pytest.mark.parametrize(
    ("step", "than", "is_further"),
    [
        ("contacted", "", True),
        ("participant", "candidate", True),
        ("candidate", "candidate", False),
        ("interested", "participant", False),
        ("contacted", "left", True),
        ("left", "contacted", False),
        ("left", "", False),
    ],
)
def test_a_step_is_further_in_one_order(step, than, is_further):
    assert is_further_step(step, than) is is_further


@given(steps, st.dates(dt.date(2015, 1, 1), dt.date(2022, 12, 31)))
def test_a_group_never_counts_more_than_its_members(some, day):
    members = frozenset({1, 2, 3})
    assert find_participants(some, day=day, among=members) <= members


@given(steps)
def test_the_curve_has_a_figure_for_each_year_and_ends_at_today(some):
    today = dt.date(2022, 5, 1)
    lines = count_participants_by_year(some, {"all": frozenset(range(1, 9))}, first_year=2014, today=today)
    assert len(lines["all"]) == 9
    assert lines["all"][0] == 0
    assert lines["all"][-1] == len(find_participants(some, day=today))


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_hundred_percent_means_everybody(part, whole):
    part = min(part, whole)
    assert (calculate_percentage(part, whole) == 100) == (part == whole and whole > 0)
