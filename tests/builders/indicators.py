"""Indicators that stand by themselves, and values of organisations and areas."""

import datetime as dt

from stedennet.agenda.flows.indicators import record_values
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Indicator, IndicatorPoint
from stedennet.core.access import SYSTEM

SOURCE = "https://example.org/cijfers"


def make_indicator(slug="laadpunten", themes=(), used_by=(), **fields) -> Indicator:
    """An indicator that stands by itself, with these themes, used by these actions."""
    values = {
        "name": "Laadpunten",
        "unit": "aantal",
        "publisher": "CBS",
        "method": "Geteld op 1 januari.",
        "adds_up": True,
        **fields,
    }
    indicator = save_record(Indicator(slug=slug, **values), by=SYSTEM)
    indicator.themes.set(themes)
    indicator.used_by.set(used_by)
    return indicator


def build_point(value, organisation=None, year=2024, **fields) -> IndicatorPoint:
    """A measured value of an organisation or, with `area`, of an area; not stored yet."""
    values = {
        "kind": "value",
        "on": dt.date(year, 1, 1),
        "precision": "year",
        "publisher": "CBS",
        "source_url": SOURCE,
        **fields,
    }
    return IndicatorPoint(value=value, organisation=organisation, **values)


def measure(indicator, value, organisation=None, year=2024, **fields) -> None:
    """Record one measured value."""
    record_values(indicator, [build_point(value, organisation, year, **fields)], by=SYSTEM)
