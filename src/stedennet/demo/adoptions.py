"""The demo's adoptions: those that a public source states, so far without a word of the cities themselves."""

import csv
import datetime as dt
from pathlib import Path

from stedennet.core.access import SYSTEM
from stedennet.core.dates import parse_short_day
from stedennet.initiatives.flows.adoptions import AdoptionData, record_sourced_adoption
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.network.querysets.names import look_up_organisations

FILE = Path(__file__).parent / "content" / "adoptions.csv"
SEEN_AT = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
"""The day on which the sources were read."""


def load_adoptions() -> int:
    """Record all rows of the file, unless there are sourced adoptions already; return how many."""
    if Adoption.objects.sourced().exists():
        return 0
    rows = read_adoptions()
    initiatives = {row.title: row for row in Initiative.objects.filter(title__in={row["initiative"] for row in rows})}
    cities = look_up_organisations({row["organisation"] for row in rows})
    for row in rows:
        organisation = cities[row["organisation"]].organisation
        if organisation is None:
            raise LookupError(f"no organisation is called {row['organisation']}")
        since_on, since_precision = parse_short_day(row["since"])
        data = AdoptionData(
            kind=row["kind"], since_on=since_on, since_precision=since_precision, source_url=row["source_url"]
        )
        record_sourced_adoption(initiatives[row["initiative"]], organisation, data, by=SYSTEM, at=SEEN_AT)
    return len(rows)


def read_adoptions() -> list[dict[str, str]]:
    """The rows of the file."""
    with FILE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
