"""Charts and timelines: what is drawn stays inside the drawing and does not overlap."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stedennet.site.drawings.charts import (
    BOTTOM,
    HEIGHT,
    LEFT,
    LINE_HEIGHT,
    RIGHT,
    TOP,
    WIDTH,
    draw_dated_lines,
    draw_line_chart,
    spread_labels,
)
from stedennet.site.drawings.timelines import LEFT as BARS_LEFT
from stedennet.site.drawings.timelines import MOST_TICKS, Bar, draw_timeline
from stedennet.site.drawings.timelines import RIGHT as BARS_RIGHT
from stedennet.site.drawings.timelines import WIDTH as BARS_WIDTH

lines = st.integers(1, 12).flatmap(
    lambda years: st.dictionaries(
        st.text(min_size=1, max_size=5),
        st.lists(st.integers(0, 400), min_size=years, max_size=years),
        min_size=1,
        max_size=6,
    )
)


@given(lines)
def test_the_lines_of_the_chart_stay_between_the_axes(series):
    years = list(range(2017, 2017 + len(next(iter(series.values())))))
    for line in draw_line_chart(years, series)["lines"]:
        for point in line["points"].split():
            x, y = map(float, point.split(","))
            assert LEFT <= x <= WIDTH - RIGHT + 0.1
            assert TOP - 0.1 <= y <= HEIGHT - BOTTOM


@given(lines)
def test_the_highest_tick_is_at_least_the_highest_value(series):
    years = list(range(len(next(iter(series.values())))))
    ticks = draw_line_chart(years, series)["y_ticks"]
    assert int(ticks[-1]["label"]) >= max(max(values) for values in series.values())


@given(st.lists(st.floats(0, 280), max_size=6))
def test_labels_at_the_ends_of_lines_keep_their_distance(heights):
    moved = sorted(spread_labels(heights, LINE_HEIGHT))
    assert all(below - above >= LINE_HEIGHT - 0.001 for above, below in pairwise(moved))


days = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
bars = st.lists(
    st.tuples(days, st.none() | st.integers(0, 4000), st.lists(st.integers(0, 4000), max_size=3)).map(
        lambda one: Bar(
            "A-1",
            "Actie",
            "/",
            one[0],
            None if one[1] is None else one[0] + dt.timedelta(days=one[1]),
            dots=tuple(one[0] + dt.timedelta(days=number) for number in one[2]),
        )
    ),
    min_size=1,
    max_size=8,
)


dated = st.dictionaries(
    st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1)), st.decimals(-1000, 10**12, places=4), min_size=1, max_size=40
).map(lambda values: sorted(values.items()))


@given(st.dictionaries(st.text(max_size=9), dated, min_size=1, max_size=5))
def test_dated_lines_lie_inside_the_chart_and_its_axis_reaches_every_value(series):
    chart = draw_dated_lines(series, format_value=str)
    for line in chart["lines"]:
        for point in line["points"].split():
            x, y = map(float, point.split(","))
            assert chart["grid_left"] <= x <= chart["grid_right"] + 0.2
            assert TOP - 0.2 <= y <= HEIGHT - BOTTOM + 0.2
    assert 2 <= len(chart["y_ticks"]) <= 6
    assert len(chart["x_ticks"]) <= 8
    highest = max(value for points in series.values() for _on, value in points)
    assert Decimal(chart["y_ticks"][-1]["label"]) >= highest


def test_no_actions_make_no_timeline():
    assert draw_timeline([], today=dt.date(2026, 1, 1)) == {}


@given(bars, days)
def test_all_bars_and_dots_lie_inside_the_timeline(some, today):
    drawn = draw_timeline(some, today=today)
    right = BARS_WIDTH - BARS_RIGHT + 0.2
    for row in drawn["rows"]:
        assert BARS_LEFT <= row["x"] <= right
        assert row["width"] > 0
        assert row["x"] + row["width"] <= right + 3
        assert all(BARS_LEFT <= one <= right for one in row["dots"])
        assert row["y"] + drawn["bar"] <= drawn["height"]
    assert BARS_LEFT <= drawn["today_x"] <= right
    assert len(drawn["ticks"]) <= MOST_TICKS
    assert len({row["y"] for row in drawn["rows"]}) == len(some)


@given(days, st.integers(1, 3000), st.integers(1, 3000), days)
def test_who_begins_later_begins_more_to_the_right(first, later, longer, today):
    second = first + dt.timedelta(days=later + 400)
    end = second + dt.timedelta(days=longer)
    one, other = draw_timeline([Bar("a", "", "/", first, end), Bar("b", "", "/", second, end)], today=today)["rows"]
    assert one["x"] < other["x"]
    assert one["width"] > other["width"]
