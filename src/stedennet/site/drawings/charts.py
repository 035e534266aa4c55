"""Coordinates of a chart's lines. Pure: figures in, co-ordinates out; the template draws them."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM = 40, 170, 16, 36
LINE_HEIGHT = 20


class Line(TypedDict):
    """A series: its points as SVG has them, and its name at the end of the line."""

    name: str
    points: str
    colour_class: str
    label_x: int
    label_y: float
    end_value: int


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
