"""Coordinates of a timeline's bars. Pure: days in, co-ordinates out; the template draws them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 1000, 90, 20, 34, 30, 16
MOST_TICKS = 12


@dataclass(frozen=True)
class Bar:
    """One line: `label` before it, from `begin` to `end` (None: open), `dots` on these days, drawn as `kind`."""

    label: str
    title: str
    url: str
    begin: dt.date
    end: dt.date | None = None
    kind: str = ""
    dots: tuple[dt.date, ...] = field(default=())


class TimelineRow(TypedDict):
    """A bar with its texts and dots."""

    label: str
    title: str
    url: str
    kind: str
    is_open: bool
    x: float
    y: int
    width: float
    text_y: int
    dots: list[float]
    dot_y: float


class Tick(TypedDict):
    """A year above the timeline."""

    x: float
    label: str


class Timeline(TypedDict, total=False):
    """A timeline in its own units; empty without bars."""

    width: int
    height: int
    bar: int
    rows: list[TimelineRow]
    ticks: list[Tick]
    today_x: float


def draw_timeline(bars: Sequence[Bar], *, today: dt.date) -> Timeline:
    """Draw the bars over whole years, from the first begin to the last end or today; empty without bars."""
    if not bars:
        return {}
    days = [today, *(day for bar in bars for day in (bar.begin, bar.end or today, *bar.dots))]
    first, last = min(days).year, max(days).year
    start, stop = dt.date(first, 1, 1), dt.date(last, 12, 31)
    scale = (WIDTH - LEFT - RIGHT) / ((stop - start).days + 1)

    def x(day: dt.date) -> float:
        return round(LEFT + (day - start).days * scale, 1)

    step = -(-(last - first + 1) // MOST_TICKS)
    rows: list[TimelineRow] = []
    for index, bar in enumerate(bars):
        end = WIDTH - RIGHT if bar.end is None else round(min(x(bar.end) + scale, WIDTH - RIGHT), 1)
        rows.append(
            {
                "label": bar.label,
                "title": bar.title,
                "url": bar.url,
                "kind": bar.kind,
                "is_open": bar.end is None,
                "x": x(bar.begin),
                "y": TOP + index * ROW,
                "width": max(round(end - x(bar.begin), 1), 3),
                "text_y": TOP + index * ROW + BAR - 3,
                "dots": [x(day) for day in bar.dots],
                "dot_y": TOP + index * ROW + BAR / 2,
            }
        )
    return {
        "width": WIDTH,
        "height": TOP + len(bars) * ROW + 8,
        "bar": BAR,
        "rows": rows,
        "ticks": [{"x": x(dt.date(year, 1, 1)), "label": str(year)} for year in range(first, last + 1, step)],
        "today_x": x(today),
    }
