"""Coordinates of a chart's lines. Pure: figures in, co-ordinates out; the template draws them."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import TypedDict

WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM = 40, 170, 16, 36
LINE_HEIGHT = 20
LEFT_OF_AMOUNTS = 76
"""Room for values of several digits."""
MOST_YEARS = 8


class Line(TypedDict):
    """A series: its points as SVG has them, and its name at the end of the line."""

    name: str
    points: str
    colour_class: str
    label_x: int
    label_y: float
    end_value: int | str


class YearTick(TypedDict):
    """A year below the chart."""

    x: float
    label: str


class ValueTick(TypedDict):
    """A value beside the chart, with a line across it."""

    y: float
    label: str


class LineChart(TypedDict):
    """A chart in its own units."""

    width: int
    height: int
    grid_left: int
    grid_right: int
    lines: list[Line]
    x_ticks: list[YearTick]
    y_ticks: list[ValueTick]


def draw_line_chart(years: Sequence[int], series: Mapping[str, Sequence[int]]) -> LineChart:
    """A line for each series over `years`, which has a value for each year; in the units of the drawing."""
    top = _round_up(max((max(values, default=0) for values in series.values()), default=0))
    across = (WIDTH - LEFT - RIGHT) / max(len(years) - 1, 1)
    up = (HEIGHT - TOP - BOTTOM) / top

    def x(index: int) -> float:
        return round(LEFT + index * across, 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - value * up, 1)

    labels = spread_labels([y(values[-1]) for values in series.values()], LINE_HEIGHT)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "grid_left": LEFT,
        "grid_right": WIDTH - RIGHT,
        "lines": [
            {
                "name": name,
                "points": " ".join(f"{x(i)},{y(value)}" for i, value in enumerate(values)),
                "colour_class": f"chart-line--{number}",
                "label_x": WIDTH - RIGHT + 12,
                "label_y": label_y,
                "end_value": values[-1],
            }
            for number, ((name, values), label_y) in enumerate(zip(series.items(), labels, strict=True), 1)
        ],
        "x_ticks": [{"x": x(i), "label": str(year)} for i, year in enumerate(years)],
        "y_ticks": [{"y": y(top * part / 4), "label": f"{top * part // 4}"} for part in range(5)],
    }


def draw_dated_lines(
    series: Mapping[str, Sequence[tuple[dt.date, Decimal]]], *, format_value: Callable[[Decimal], str]
) -> LineChart:
    """A line for each series of dated values, oldest first, at least one value in all; the days lie to scale.

    The axis begins at nought, so that heights compare as the values do; values below it are not drawn.
    """
    days = [on for points in series.values() for on, _value in points]
    first, last = min(days), max(days)
    highest = max(value for points in series.values() for _on, value in points)
    step = _choose_step(highest)
    top = step * max((highest / step).to_integral_value(ROUND_CEILING), Decimal(1))
    across = (WIDTH - LEFT_OF_AMOUNTS - RIGHT) / max((last - first).days, 1)

    def x(on: dt.date) -> float:
        return round(LEFT_OF_AMOUNTS + (on - first).days * across, 1)

    def y(value: Decimal) -> float:
        return round(HEIGHT - BOTTOM - float(max(value, Decimal(0)) / top) * (HEIGHT - TOP - BOTTOM), 1)

    labels = spread_labels([y(points[-1][1]) for points in series.values()], LINE_HEIGHT)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "grid_left": LEFT_OF_AMOUNTS,
        "grid_right": WIDTH - RIGHT,
        "lines": [
            {
                "name": name,
                "points": " ".join(f"{x(on)},{y(value)}" for on, value in points),
                "colour_class": f"chart-line--{number}",
                "label_x": WIDTH - RIGHT + 12,
                "label_y": label_y,
                "end_value": format_value(points[-1][1]),
            }
            for number, ((name, points), label_y) in enumerate(zip(series.items(), labels, strict=True), 1)
        ],
        "x_ticks": [{"x": x(on), "label": str(on.year)} for on in _choose_year_days(days)],
        "y_ticks": [
            {"y": y(step * number), "label": format_value(step * number)} for number in range(int(top / step) + 1)
        ],
    }


def _choose_step(highest: Decimal) -> Decimal:
    """A round step of which at most five reach the highest value: 1, 2 or 5 times a power of ten."""
    if highest <= 0:
        return Decimal(1)
    power = Decimal(10) ** (highest.adjusted() - 1)
    return next(step for factor in (1, 2, 5, 10, 20, 50) if (step := factor * power) * 5 >= highest)


def _choose_year_days(days: Sequence[dt.date]) -> list[dt.date]:
    """The first day of each year that has values, at most about eight, the first and the last among them."""
    by_year = {day.year: day for day in sorted(days, reverse=True)}
    found = [by_year[year] for year in sorted(by_year)]
    every = -(-len(found) // MOST_YEARS)
    return [day for number, day in enumerate(reversed(found)) if number % every == 0][::-1]


def spread_labels(heights: Sequence[float], distance: float) -> list[float]:
    """Move labels up just enough to keep them `distance` apart; the lowest stays where it is."""
    moved = [0.0] * len(heights)
    below = HEIGHT - BOTTOM + distance
    for index in sorted(range(len(heights)), key=lambda position: -heights[position]):
        below = moved[index] = min(heights[index], below - distance)
    return moved


def _round_up(value: int) -> int:
    step = 4
    while step * 10 < value:
        step *= 5
    return max(step, -(-value // step) * step)
