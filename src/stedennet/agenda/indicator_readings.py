"""Indicators as lists show them: the newest value, the last target and whether they are on course on a given day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db.models import QuerySet

from .models import Commitment, Indicator, IndicatorPoint
from .rules.indicators import Point, Reading, read_indicator

TARGET, VALUE = IndicatorPoint.Kind.TARGET, IndicatorPoint.Kind.VALUE
INDICATOR = ("action_id", "pk", "name", "unit", "direction", "baseline_on", "baseline_value")
POINT = ("points__kind", "points__on", "points__value")


@dataclass(frozen=True, slots=True)
class IndicatorReading:
    """An indicator on a given day; `newest` is the newest value up to that day, `target` the last target."""

    name: str
    unit: str
    reading: Reading
    newest: Point | None
    target: Point | None


def describe_indicator(indicator: Indicator, *, today: dt.date) -> IndicatorReading:
    """The reading of one indicator; uses its prefetched points."""
    points = [(point.kind, point.on, point.value) for point in indicator.points.all()]
    row = tuple(getattr(indicator, name) for name in INDICATOR)
    return _build_reading(row, points, today)


def list_indicator_readings(
    actions: QuerySet[Commitment, dict[str, object]], *, today: dt.date
) -> list[tuple[int, IndicatorReading]]:
    """The readings of the indicators of these actions, each with the id of its action. One query."""
    ordered = Indicator.objects.filter(action__in=actions).order_by("name", "pk", "points__on", "points__pk")
    rows = ordered.values_list(*INDICATOR, *POINT)
    size = len(INDICATOR)
    return [
        (key[0], _build_reading(key, [row[size:] for row in points if row[size]], today))
        for key, points in groupby(rows, itemgetter(slice(size)))
    ]


def _build_reading(row: tuple, points: Iterable[tuple], today: dt.date) -> IndicatorReading:  # type: ignore[type-arg]
    _action, _key, name, unit, direction, baseline_on, baseline_value = row
    points = list(points)
    targets = [Point(on, value) for kind, on, value in points if kind == TARGET]
    values = [Point(on, value) for kind, on, value in points if kind == VALUE]
    baseline = Point(baseline_on, baseline_value) if baseline_value is not None and baseline_on else None
    return IndicatorReading(
        name=name,
        unit=unit,
        reading=read_indicator(direction, baseline, targets, values, today=today),
        newest=next((point for point in reversed(values) if point.on <= today), None),
        target=targets[-1] if targets else None,
    )
