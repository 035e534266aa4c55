"""The demo's indicators: what is measured for each theme, and the values of municipalities, each with its source."""

import csv
import tomllib
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from stedennet.agenda.flows.indicators import record_values
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Indicator, IndicatorPoint
from stedennet.core.access import SYSTEM
from stedennet.core.dates import parse_short_day
from stedennet.network.models import Organisation, Theme

FOLDER = Path(__file__).parent / "content"
Row = dict[str, Any]
"""An indicator in the file: fields of the model, and its themes."""
AREAS = {"NL00": "nl", **{f"STED{number}": f"class{number}" for number in range(1, 6)}}
"""The codes of places that are no organisation."""


def load_indicators() -> int:
    """Load all indicators with their values, unless there are any that stand by themselves; return how many values."""
    if Indicator.objects.filter(action=None).exists():
        return 0
    indicators = {row["slug"]: _load_indicator(row) for row in _read_definitions()}
    rows_of_codes = Organisation.objects.exclude(code=None).values_list("code", "pk")
    keys = {str(code): key for code, key in rows_of_codes}
    sources = {row["source"]: row for row in _read_csv("indicator_sources.csv")}
    by_indicator = itemgetter("indicator")
    rows = sorted(_read_csv("indicator_values.csv"), key=by_indicator)
    number = 0
    for slug, values in groupby(rows, by_indicator):
        points = [_build_point(row, sources[row["source"]], keys) for row in values]
        number += record_values(indicators[slug], points, by=SYSTEM)
    return number


def _read_definitions() -> list[Row]:
    found = tomllib.loads((FOLDER / "indicators.toml").read_text(encoding="utf-8"))["indicator"]
    return list(found)


def _load_indicator(row: Row) -> Indicator:
    themes = row.pop("themes")
    indicator = save_record(Indicator(**row), by=SYSTEM)
    indicator.themes.set(Theme.objects.filter(slug__in=themes))
    return indicator


def _build_point(row: dict[str, str], source: dict[str, str], keys: dict[str, int]) -> IndicatorPoint:
    on, precision = parse_short_day(row["on"])
    if on is None:
        raise ValueError(f"no day of a value of {row['indicator']}")
    return IndicatorPoint(
        kind=IndicatorPoint.Kind.VALUE,
        on=on,
        precision=precision,
        value=row["value"],
        organisation_id=None if row["place"] in AREAS else keys[row["place"]],
        area=AREAS.get(row["place"], ""),
        publisher=source["publisher"],
        source_url=source["source_url"],
        note=row["note"],
    )


def _read_csv(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)
