"""How an action stands, from its dated facts: one table, and what holds for any facts."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.agenda.rules.freshness import Freshness, FreshnessLimits, freshness_of
from stedennet.agenda.rules.indicators import Direction, Point, Reading, interpolate_target, read_indicator
from stedennet.agenda.rules.status import (
    Facts,
    Milestone,
    MilestoneState,
    Status,
    count_by_status,
    find_newest_fact,
    first_day_of,
    last_day_of,
    status_of,
)

TODAY = dt.date(2026, 3, 15)
DONE, CANCELLED = MilestoneState.DONE, MilestoneState.CANCELLED


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def facts(*milestones: Milestone, **more) -> Facts:
    """An action that began long ago and was updated this week, unless said otherwise."""
    return Facts(**{"begins_on": days(-400), "progress_on": days(-3), "milestones": milestones, **more})


def due(number: int, **more) -> Milestone:
    return Milestone(days(number), **more)


def on(year: int, month: int = 1, day: int = 1, precision: str = "day", **more) -> Milestone:
    return Milestone(dt.date(year, month, day), precision, **more)


CASES = {
    "nothing known at all": (Facts(), Status.UNREPORTED),
    "begins tomorrow": (Facts(begins_on=days(1)), Status.NOT_STARTED),
    "begins today": (Facts(begins_on=days(0)), Status.UNREPORTED),
    "began yesterday": (Facts(begins_on=days(-1)), Status.UNREPORTED),
    "begins this month": (Facts(begins_on=dt.date(2026, 3, 1), begins_precision="month"), Status.UNREPORTED),
    "begins next month": (Facts(begins_on=dt.date(2026, 4, 1), begins_precision="month"), Status.NOT_STARTED),
    "begins this quarter": (Facts(begins_on=dt.date(2026, 1, 1), begins_precision="quarter"), Status.UNREPORTED),
    "begins next quarter": (Facts(begins_on=dt.date(2026, 4, 1), begins_precision="quarter"), Status.NOT_STARTED),
    "begins this year": (Facts(begins_on=dt.date(2026, 1, 1), begins_precision="year"), Status.UNREPORTED),
    "begins next year": (Facts(begins_on=dt.date(2027, 1, 1), begins_precision="year"), Status.NOT_STARTED),
    "no begin but news": (Facts(progress_on=days(-9)), Status.ON_SCHEDULE),
    "no begin and old news": (Facts(progress_on=days(-900)), Status.UNREPORTED),
    "news 180 days ago": (facts(progress_on=days(-180)), Status.ON_SCHEDULE),
    "news 181 days ago": (facts(progress_on=days(-181)), Status.UNREPORTED),
    "news of tomorrow": (facts(progress_on=days(1)), Status.UNREPORTED),
    "confirmed 180 days ago": (facts(progress_on=None, confirmed_on=days(-180)), Status.ON_SCHEDULE),
    "confirmed 181 days ago": (facts(progress_on=None, confirmed_on=days(-181)), Status.UNREPORTED),
    "measured 180 days ago": (facts(progress_on=None, measured_on=days(-180)), Status.ON_SCHEDULE),
    "measured 181 days ago": (facts(progress_on=None, measured_on=days(-181)), Status.UNREPORTED),
    "confirmed but begins tomorrow": (Facts(begins_on=days(1), confirmed_on=days(-1)), Status.NOT_STARTED),
    "old news and begins tomorrow": (Facts(begins_on=days(1), progress_on=days(-181)), Status.NOT_STARTED),
    "no begin but a milestone done": (
        Facts(milestones=(due(-9, state=DONE, completed_on=days(-9)), due(90))),
        Status.ON_SCHEDULE,
    ),
    "a milestone done long ago": (
        facts(due(-300, state=DONE, completed_on=days(-181)), due(90), progress_on=None),
        Status.UNREPORTED,
    ),
    "nothing but a milestone done on an unknown day": (
        Facts(milestones=(due(-9, state=DONE), due(90))),
        Status.UNREPORTED,
    ),
    "begins tomorrow but a milestone is late": (Facts(begins_on=days(1), milestones=(due(-1),)), Status.LATE),
    "begins tomorrow and has news": (Facts(begins_on=days(1), progress_on=days(-1)), Status.ON_SCHEDULE),
    "no milestones and no end": (facts(), Status.ON_SCHEDULE),
    "ended yesterday": (facts(ends_on=days(-1)), Status.LATE),
    "ends today": (facts(ends_on=days(0)), Status.ON_SCHEDULE),
    "ends this month": (facts(ends_on=dt.date(2026, 3, 1), ends_precision="month"), Status.ON_SCHEDULE),
    "ended last month": (facts(ends_on=dt.date(2026, 2, 1), ends_precision="month"), Status.LATE),
    "ends this quarter": (facts(ends_on=dt.date(2026, 1, 1), ends_precision="quarter"), Status.ON_SCHEDULE),
    "ended last quarter": (facts(ends_on=dt.date(2025, 10, 1), ends_precision="quarter"), Status.LATE),
    "ends this year": (facts(ends_on=dt.date(2026, 1, 1), ends_precision="year"), Status.ON_SCHEDULE),
    "ended last year": (facts(ends_on=dt.date(2025, 1, 1), ends_precision="year"), Status.LATE),
    "a milestone due yesterday": (facts(due(-1)), Status.LATE),
    "a milestone due today": (facts(due(0)), Status.ON_SCHEDULE),
    "a milestone due this month": (facts(on(2026, 3, 1, "month")), Status.ON_SCHEDULE),
    "a milestone due in February": (facts(on(2026, 2, 1, "month")), Status.LATE),
    "a milestone due this quarter": (facts(on(2026, 1, 1, "quarter")), Status.ON_SCHEDULE),
    "a milestone due last quarter": (facts(on(2025, 10, 1, "quarter")), Status.LATE),
    "a milestone due this year": (facts(on(2026, 1, 1, "year")), Status.ON_SCHEDULE),
    "a milestone due last year": (facts(on(2025, 1, 1, "year")), Status.LATE),
    "a milestone without a day": (facts(Milestone(None)), Status.ON_SCHEDULE),
    "a milestone done too late": (facts(due(-9, state=DONE, completed_on=days(-1)), due(90)), Status.ON_SCHEDULE),
    "a milestone done without a day": (facts(due(-9, state=DONE), due(90)), Status.ON_SCHEDULE),
    "one done and one late": (facts(due(-9, state=DONE), due(-1)), Status.LATE),
    "a late one that was cancelled": (facts(due(-1, state=CANCELLED)), Status.ON_SCHEDULE),
    "all cancelled and the end past": (facts(due(9, state=CANCELLED), ends_on=days(-1)), Status.LATE),
    "all cancelled, nothing reported": (Facts(milestones=(due(-1, state=CANCELLED),)), Status.UNREPORTED),
    "all that count are done": (facts(due(-9, state=DONE), due(-1, state=CANCELLED)), Status.DONE),
    "all done before the end": (facts(due(-9, state=DONE), ends_on=days(90)), Status.DONE),
    "all done, nobody knows when": (Facts(milestones=(due(-9, state=DONE),)), Status.UNREPORTED),
    "all done, the day of one is known": (
        Facts(milestones=(due(-9, state=DONE, completed_on=days(-8)), due(-4, state=DONE))),
        Status.DONE,
    ),
    "declared done today": (facts(due(-1), done_on=days(0)), Status.DONE),
    "declared done tomorrow": (facts(done_on=days(1)), Status.ON_SCHEDULE),
    "stopped today": (facts(due(-1), stopped_on=days(0)), Status.STOPPED),
    "stopped tomorrow": (facts(stopped_on=days(1)), Status.ON_SCHEDULE),
    "stopped after it was done": (facts(done_on=days(-9), stopped_on=days(-1)), Status.STOPPED),
    "merged beats all": (facts(due(-1), done_on=days(-1), stopped_on=days(-1), merged=True), Status.MERGED),
    "due in 30 days, silent for 31": (facts(due(30), progress_on=days(-31)), Status.AT_RISK),
    "due in 30 days, news 30 days ago": (facts(due(30), progress_on=days(-30)), Status.ON_SCHEDULE),
    "due in 31 days, silent": (facts(due(31), progress_on=None), Status.UNREPORTED),
    "due in 30 days, never any news": (facts(due(30), progress_on=None), Status.AT_RISK),
    "due soon but done": (
        facts(due(5, state=DONE, completed_on=days(-1)), due(90), progress_on=None),
        Status.ON_SCHEDULE,
    ),
    "due soon but cancelled": (facts(due(5, state=CANCELLED), progress_on=None), Status.UNREPORTED),
    "due this month, silent": (facts(on(2026, 3, 1, "month"), progress_on=None), Status.AT_RISK),
    "due this year, silent": (facts(on(2026, 1, 1, "year"), progress_on=None), Status.UNREPORTED),
    "an indicator behind": (facts(indicators=(Reading.ON_COURSE, Reading.BEHIND)), Status.AT_RISK),
    "an indicator unknown": (facts(indicators=(Reading.UNKNOWN,)), Status.ON_SCHEDULE),
    "not begun and an indicator behind": (Facts(indicators=(Reading.BEHIND,)), Status.AT_RISK),
    "not begun and a milestone in five days": (Facts(milestones=(due(5),)), Status.AT_RISK),
    "begins tomorrow and a milestone in a year": (
        Facts(begins_on=days(1), milestones=(due(365),)),
        Status.NOT_STARTED,
    ),
    "no begin and a milestone in a year": (Facts(milestones=(due(365),)), Status.UNREPORTED),
    "past an end that nobody agreed to": (facts(ends_on=days(-1), dates_agreed=False), Status.ON_SCHEDULE),
    "past a milestone that nobody agreed to": (facts(due(-1), dates_agreed=False), Status.ON_SCHEDULE),
    "silent before a milestone that nobody agreed to": (
        facts(due(5), progress_on=None, dates_agreed=False),
        Status.UNREPORTED,
    ),
    "an indicator behind in a draft": (facts(indicators=(Reading.BEHIND,), dates_agreed=False), Status.AT_RISK),
    "begins tomorrow and a milestone in five days": (Facts(begins_on=days(1), milestones=(due(5),)), Status.AT_RISK),
    "late beats risk": (facts(due(-1), indicators=(Reading.BEHIND,)), Status.LATE),
}


@pytest.mark.parametrize(("given_facts", "status"), CASES.values(), ids=CASES)
def test_how_an_action_stands(given_facts, status):
    assert status_of(given_facts, today=TODAY) == status


@pytest.mark.parametrize(
    ("day", "precision", "first", "last"),
    [
        ("2026-03-15", "day", "2026-03-15", "2026-03-15"),
        ("2024-02-11", "month", "2024-02-01", "2024-02-29"),
        ("2026-02-01", "month", "2026-02-01", "2026-02-28"),
        ("2026-12-01", "month", "2026-12-01", "2026-12-31"),
        ("2026-05-01", "quarter", "2026-04-01", "2026-06-30"),
        ("2026-10-01", "quarter", "2026-10-01", "2026-12-31"),
        ("2026-07-01", "year", "2026-01-01", "2026-12-31"),
    ],
)
def test_the_days_that_a_plan_stands_for(day, precision, first, last):
    read_day = dt.date.fromisoformat(day)
    assert first_day_of(read_day, precision) == dt.date.fromisoformat(first)
    assert last_day_of(read_day, precision) == dt.date.fromisoformat(last)


day = st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31))
precision = st.sampled_from(["day", "month", "quarter", "year"])
milestone = st.builds(
    Milestone, st.none() | day, precision, st.sampled_from(list(MilestoneState)), completed_on=st.none() | day
)
any_facts = st.builds(
    Facts,
    begins_on=st.none() | day,
    begins_precision=precision,
    ends_on=st.none() | day,
    ends_precision=precision,
    milestones=st.lists(milestone, max_size=4).map(tuple),
    indicators=st.lists(st.sampled_from(list(Reading)), max_size=2).map(tuple),
    progress_on=st.none() | day,
    confirmed_on=st.none() | day,
    measured_on=st.none() | day,
    dates_agreed=st.booleans(),
    done_on=st.none() | day,
    stopped_on=st.none() | day,
    merged=st.booleans(),
)


@given(any_facts, day, day)
def test_a_completed_milestone_never_makes_it_later(given_facts, due_on, today):
    more = replace(
        given_facts, milestones=(*given_facts.milestones, Milestone(due_on, state=DONE, completed_on=today))
    )
    if status_of(given_facts, today=today) != Status.LATE:
        assert status_of(more, today=today) != Status.LATE


@given(any_facts, day, st.integers(0, 900))
def test_time_alone_never_makes_what_is_late_right_again(given_facts, today, number):
    if status_of(given_facts, today=today) == Status.LATE:
        later = status_of(given_facts, today=today + dt.timedelta(days=number))
        assert later in (Status.LATE, Status.DONE, Status.STOPPED)


@given(day, precision)
def test_a_period_holds_its_day(one, how):
    assert first_day_of(one, how) <= one <= last_day_of(one, how)
    assert first_day_of(one, how).year == last_day_of(one, how).year == one.year


@given(any_facts, day)
def test_nothing_is_on_schedule_without_a_fact_of_the_last_half_year(given_facts, today):
    if status_of(given_facts, today=today) == Status.ON_SCHEDULE:
        newest = find_newest_fact(given_facts, today=today)
        assert newest is not None
        assert today - FreshnessLimits.stale <= newest.on <= today


@given(any_facts, day)
def test_what_is_done_or_stopped_has_a_dated_fact(given_facts, today):
    if status_of(given_facts, today=today) in (Status.DONE, Status.STOPPED):
        assert find_newest_fact(given_facts, today=today) is not None


def test_the_newest_fact_is_known_as_precisely_as_it_was_given():
    done = Facts(done_on=dt.date(2025, 1, 1), done_precision="year", progress_on=dt.date(2024, 5, 6))
    assert find_newest_fact(done, today=TODAY) == (dt.date(2025, 1, 1), "year")
    assert find_newest_fact(done, today=dt.date(2024, 12, 31)) == (dt.date(2024, 5, 6), "day")


@given(any_facts, day)
def test_nothing_is_late_by_a_date_that_nobody_agreed_to(given_facts, today):
    assert status_of(replace(given_facts, dates_agreed=False), today=today) != Status.LATE


@given(any_facts, day)
def test_what_has_not_started_begins_later(given_facts, today):
    if status_of(given_facts, today=today) == Status.NOT_STARTED:
        assert first_day_of(given_facts.begins_on, given_facts.begins_precision) > today


@given(any_facts, day)
def test_a_confirmation_of_today_ends_the_silence(given_facts, today):
    assert status_of(replace(given_facts, confirmed_on=today), today=today) != Status.UNREPORTED


def test_the_roll_up_counts_in_the_order_of_the_statuses():
    assert count_by_status([Status.LATE, Status.DONE, Status.LATE]) == {Status.LATE: 2, Status.DONE: 1}
    assert list(count_by_status([Status.DONE, Status.NOT_STARTED])) == [Status.NOT_STARTED, Status.DONE]


def point(number: int, value: float) -> Point:
    return Point(days(number), Decimal(str(value)))


@pytest.mark.parametrize(
    ("direction", "baseline", "targets", "values", "reading"),
    [
        ("up", point(-100, 0), [point(100, 100)], [point(0, 50)], Reading.ON_COURSE),
        ("up", point(-100, 0), [point(100, 100)], [point(0, 49.9)], Reading.BEHIND),
        ("down", point(-100, 100), [point(100, 0)], [point(0, 50)], Reading.ON_COURSE),
        ("down", point(-100, 100), [point(100, 0)], [point(0, 50.1)], Reading.BEHIND),
        ("up", point(-100, 0), [point(100, 100)], [], Reading.UNKNOWN),
        ("up", point(-100, 0), [], [point(0, 5)], Reading.UNKNOWN),
        ("up", None, [point(100, 100)], [point(0, 5)], Reading.UNKNOWN),
        ("up", None, [point(-9, 10)], [point(0, 10)], Reading.ON_COURSE),
        ("up", point(-100, 0), [point(100, 100)], [point(0, 60), point(5, 0)], Reading.ON_COURSE),
        ("up", point(-100, 0), [point(100, 100)], [point(-50, 99), point(0, 1)], Reading.BEHIND),
        ("up", point(-100, 0), [point(-50, 10), point(100, 100)], [point(-50, 10)], Reading.ON_COURSE),
        ("up", point(-100, 0), [point(100, 50), point(100, 200)], [point(0, 90)], Reading.BEHIND),
    ],
)
def test_what_reading_an_indicator_tells(direction, baseline, targets, values, reading):
    assert read_indicator(direction, baseline, targets, values, today=TODAY) == reading


numbers = st.decimals(-1000, 1000, places=2)
points = st.lists(st.builds(Point, day, numbers), min_size=1, max_size=5, unique_by=lambda one: one.on)


@given(points, day)
def test_what_is_expected_lies_between_the_points_around_it(line, on_day):
    found = interpolate_target(None, line, on_day)
    if found is None:
        assert on_day < min(one.on for one in line)
    else:
        values = [one.value for one in line]
        assert min(values) - Decimal("0.01") <= found <= max(values) + Decimal("0.01")


@given(points, points)
def test_less_is_better_is_more_is_better_in_a_mirror(targets, values):
    def mirrored(line):
        return [Point(one.on, -one.value) for one in line]

    end = dt.date(2033, 1, 1)
    assert read_indicator(Direction.UP, None, targets, values, today=end) == read_indicator(
        Direction.DOWN, None, mirrored(targets), mirrored(values), today=end
    )


@pytest.mark.parametrize(
    ("age", "freshness"),
    [
        (0, Freshness.FRESH),
        (30, Freshness.FRESH),
        (31, Freshness.ACCEPTABLE),
        (60, Freshness.ACCEPTABLE),
        (61, Freshness.AGEING),
        (180, Freshness.AGEING),
        (181, Freshness.STALE),
    ],
)
def test_how_long_ago_somebody_looked(age, freshness):
    assert freshness_of(days(-age), today=TODAY, limits=FreshnessLimits()) == freshness
    assert freshness_of(None, today=TODAY, limits=FreshnessLimits()) == Freshness.NEVER
