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
