"""The demo's yields: what public sources say came of calls that are over."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

from stedennet.calls.models import Call
from stedennet.core.access import SYSTEM
from stedennet.yields.flows.yields import save_yield
from stedennet.yields.models import Yield

FILE = Path(__file__).parent / "content" / "yields.csv"
SEEN_AT = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
"""The day on which the sources were read."""


def load_yields() -> int:
    """Record all rows of the file, unless there are yields already; return how many."""
    if Yield.objects.exists():
        return 0
    rows = read_yields()
    for row in rows:
        found = Yield(
            call=Call.objects.sourced().get(title=row["call"]),
            amount=Decimal(row["amount"]),
            unit=row["unit"],
            words=row["words"],
            source=row["source_url"],
            state_at=SEEN_AT,
        )
        save_yield(found, by=SYSTEM)
    return len(rows)


def read_yields() -> list[dict[str, str]]:
    """The rows of the file."""
    with FILE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
