"""The municipalities that went up in one other since 2015, merged as an editor would do it, oldest first.

Those that were divided over several are not in the file: there is no one successor to carry their history to.
"""

import csv
import datetime as dt
from pathlib import Path

from django.utils.text import slugify

from stedennet.core.access import SYSTEM
from stedennet.network.flows.mergers import plan_merger
from stedennet.network.flows.records import save_record
from stedennet.network.models import Merger, Organisation

FILE = Path(__file__).parent / "content" / "mergers.csv"
TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/"
MOVED_PROVINCE = ("GM0545", "GM0707")
"""Leerdam and Zederik lay in another province than their successor."""


def load_mergers() -> int:
    """Merge each municipality of the file into its successor, unless there are mergers already; return how many."""
    if Merger.objects.exists():
        return 0
    rows = list(csv.DictReader(FILE.open(encoding="utf-8")))
    by_code = {organisation.code: organisation for organisation in Organisation.objects.exclude(code=None)}
    successors = {row["code"]: row["successor_code"] for row in rows}
    for row in rows:
        by_code[row["code"]] = _store_former_municipality(row, by_code[_find_last(row["code"], successors)])
    for row in rows:
        day = dt.date.fromisoformat(row["on"])
        plan_merger(by_code[row["code"]], by_code[row["successor_code"]], day, by=SYSTEM)
    return len(rows)


def _find_last(code: str, successors: dict[str, str]) -> str:
    """The municipality of today: a successor may have gone up in another one later."""
    while code in successors:
        code = successors[code]
    return code


def _store_former_municipality(row: dict[str, str], heir: Organisation) -> Organisation:
    code = row["code"]
    return save_record(
        Organisation(
            kind=Organisation.Kind.MUNICIPALITY,
            code=code,
            name=row["name"],
            slug=slugify(row["name"]),
            tooi_uri=f"{TOOI}{code.lower()}",
            source_url=f"{TOOI}{code.lower()}",
            province=None if code in MOVED_PROVINCE else heir.province,
        ),
        by=SYSTEM,
    )
