"""Whether an indicator is on course, by linear interpolation between its targets. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reading(models.TextChoices):
    """The judgement on a measured value."""

    ON_COURSE = "on_course", _("op koers")
    BEHIND = "behind", _("loopt achter")
    UNKNOWN = "unknown", _("onbekend")


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", _("meer is beter")
    DOWN = "down", _("minder is beter")
    NONE = "none", _("geen van beide")


@dataclass(frozen=True)
class Point:
    """A value on a day, in the indicator's unit."""

    on: dt.date
    value: Decimal


def interpolate_target(baseline: Point | None, targets: Sequence[Point], on: dt.date) -> Decimal | None:
    """The expected value on a day, by linear interpolation between the baseline and the targets.

    None without targets and before the first point; after the last target, its value. Of two points on one day the
    later one in the arguments counts.
    """
    if not targets:
        return None
    points = [*([baseline] if baseline else []), *targets]
    line = sorted({point.on: point for point in points}.values(), key=lambda point: point.on)
    before = [point for point in line if point.on <= on]
    after = [point for point in line if point.on > on]
    if not before:
        return None
    if not after:
        return before[-1].value
    start, end = before[-1], after[0]
    fraction = Decimal((on - start.on).days) / Decimal((end.on - start.on).days)
    return start.value + (end.value - start.value) * fraction


def read_indicator(
    direction: str, baseline: Point | None, targets: Sequence[Point], values: Sequence[Point], *, today: dt.date
) -> Reading:
    """Compare the newest value with the value expected on its day; exactly as expected is on course."""
    measured = [point for point in values if point.on <= today]
    newest = max(reversed(measured), key=lambda point: point.on, default=None)
    expected = interpolate_target(baseline, targets, newest.on) if newest else None
    if newest is None or expected is None:
        return Reading.UNKNOWN
    is_good_enough = newest.value >= expected if direction == Direction.UP else newest.value <= expected
    return Reading.ON_COURSE if is_good_enough else Reading.BEHIND


PER = 1000
"""Amounts are shown for each thousand inhabitants."""
MOST_YEARS_APART = 3
"""A number of inhabitants further away in time says nothing about the value."""


@dataclass(frozen=True)
class Population:
    """The number of inhabitants on a day."""

    on: dt.date
    inhabitants: int


def find_population(on: dt.date, known: Sequence[Population]) -> Population | None:
    """The number of inhabitants nearest in time, at most three years away; of two as near, the earlier. None without.

    Years are compared, not days: a value of 2023 and inhabitants of 1 January 2024 are one year apart.
    """
    near = [population for population in known if abs(population.on.year - on.year) <= MOST_YEARS_APART]
    usable = [population for population in near if population.inhabitants > 0]
    return min(usable, key=lambda population: (abs(population.on.year - on.year), population.on), default=None)


def compute_per_thousand(value: Decimal, population: Population) -> Decimal:
    """The value for each thousand inhabitants, to one hundredth."""
    return (value * PER / population.inhabitants).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class ValueClass:
    """A range of values and how many lie in it; `high` belongs to the next class, except in the last."""

    low: Decimal
    high: Decimal
    number: int


def divide_values(values: Sequence[Decimal], classes: int = 5) -> list[ValueClass]:
    """Divide values into classes that hold about as many each, from low to high; together they hold every value.

    Equal values are in one class, so there may be fewer classes than asked; none without values.
    """
    ordered = sorted(values)
    if not ordered:
        return []
    starts = sorted({ordered[len(ordered) * number // classes] for number in range(classes)})
    ends = [*starts[1:], ordered[-1]]
    return [
        ValueClass(low, high, sum(find_class(value, starts) == number for value in ordered))
        for number, (low, high) in enumerate(zip(starts, ends, strict=True))
    ]


def find_class(value: Decimal, starts: Sequence[Decimal]) -> int:
    """The number of the class in which a value lies: the last that starts at or below it."""
    return max((number for number, start in enumerate(starts) if start <= value), default=0)
