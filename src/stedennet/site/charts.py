"""Where the lines of a chart run. Pure: figures in, co-ordinates out; the template draws them."""

from collections.abc import Mapping, Sequence
from typing import Any

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 48, 64, 16, 40


def line_chart(years: Sequence[int], series: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    """A line for each series over `years`; ticks, points and end labels in the units of the drawing."""
    top = _round_up(max((max(values, default=0) for values in series.values()), default=0))
    across = (WIDTH - LEFT - RIGHT) / max(len(years) - 1, 1)
    up = (HEIGHT - TOP - BOTTOM) / top

    def x(index: int) -> float:
        return round(LEFT + index * across, 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - value * up, 1)

    return {
        "width": WIDTH,
        "height": HEIGHT,
        "lines": [
            {
                "name": name,
                "points": " ".join(f"{x(i)},{y(value)}" for i, value in enumerate(values)),
                "colour_class": f"chart-line--{number}",
                "end_x": x(len(values) - 1),
                "end_y": y(values[-1]),
                "end_value": values[-1],
            }
            for number, (name, values) in enumerate(series.items(), 1)
            if values
        ],
        "x_ticks": [{"x": x(i), "label": str(year)} for i, year in enumerate(years)],
        "y_ticks": [{"y": y(top * part / 4), "label": f"{top * part // 4}"} for part in range(5)],
    }


def _round_up(value: int) -> int:
    step = 4
    while step * 10 < value:
        step *= 5
    return max(step, -(-value // step) * step)
