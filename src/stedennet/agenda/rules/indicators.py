"""What reading an indicator tells: on course or behind, by straight lines between targets. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reading(models.TextChoices):
    """What a value tells."""

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
    """What the indicator should be on a day, on a straight line between baseline and targets.

    None without targets and before the first point; after the last target its value. Of two points on one day the one
    given later counts.
    """
    if not targets:
        return None
    line = sorted({one.on: one for one in [*([baseline] if baseline else []), *targets]}.values(), key=lambda p: p.on)
    before = [one for one in line if one.on <= on]
    after = [one for one in line if one.on > on]
    if not before:
        return None
    if not after:
        return before[-1].value
    start, end = before[-1], after[0]
    part = Decimal((on - start.on).days) / Decimal((end.on - start.on).days)
    return start.value + (end.value - start.value) * part


def read_indicator(
    direction: str, baseline: Point | None, targets: Sequence[Point], values: Sequence[Point], *, today: dt.date
) -> Reading:
    """The newest value, compared with what was expected on its own day; as expected is on course."""
    known = [one for one in values if one.on <= today]
    newest = max(reversed(known), key=lambda one: one.on, default=None)
    wanted = interpolate_target(baseline, targets, newest.on) if newest else None
    if newest is None or wanted is None:
        return Reading.UNKNOWN
    good = newest.value >= wanted if direction == Direction.UP else newest.value <= wanted
    return Reading.ON_COURSE if good else Reading.BEHIND
