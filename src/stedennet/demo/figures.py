"""The demo's figures: inhabitants and urbanity of every municipality, with the day and the source of each."""

import csv
from pathlib import Path

from stedennet.core.access import SYSTEM
from stedennet.core.dates import parse_short_day
from stedennet.network.flows.figures import record_figures
from stedennet.network.models import Organisation, OrganisationFigure

FOLDER = Path(__file__).parent / "content"


def load_figures() -> int:
    """Record all figures, unless there are figures already; return how many."""
    if OrganisationFigure.objects.exists():
        return 0
    keys = dict(Organisation.objects.exclude(code=None).values_list("code", "pk"))
    sources = _read_csv("figure_sources.csv")
    figures = [
        _build_figure(keys[row["code"]], source, int(row[source["column"]]))
        for row in _read_csv("figures.csv")
        for source in sources
    ]
    return record_figures(figures, by=SYSTEM)


def _build_figure(organisation: int, source: dict[str, str], value: int) -> OrganisationFigure:
    on, precision = parse_short_day(source["on"])
    if on is None:
        raise ValueError(f"no day of {source['kind']}")
    return OrganisationFigure(
        organisation_id=organisation,
        kind=source["kind"],
        value=value,
        on=on,
        precision=precision,
        publisher=source["publisher"],
        source_url=source["source_url"],
    )


def _read_csv(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
