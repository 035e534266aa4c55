"""How the movement grows: from dated steps to who takes part when. Pure: values in, values out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class DatedStep:
    """Organisation `organisation` (its id) took `step` on the day `on`."""

    organisation: int
    on: dt.date
    step: str


def taking_part(steps: Iterable[DatedStep], *, day: dt.date, among: frozenset[int] | None = None) -> set[int]:
    """The organisations whose latest step by `day` is "participant"; `among` limits it to these ids.

    Two steps of one day count in the order in which they are given.
    """
    latest: dict[int, str] = {}
    for step in sorted(steps, key=lambda one: one.on):
        if step.on <= day and (among is None or step.organisation in among):
            latest[step.organisation] = step.step
    return {organisation for organisation, step in latest.items() if step == "participant"}


def curve(
    steps: Iterable[DatedStep], groups: Mapping[str, frozenset[int]], *, first_year: int, today: dt.date
) -> dict[str, list[int]]:
    """For each group the number that takes part at the end of each year, for the present year today."""
    steps = list(steps)
    ends = [min(dt.date(year, 12, 31), today) for year in range(first_year, today.year + 1)]
    return {
        name: [len(taking_part(steps, day=end, among=members)) for end in ends] for name, members in groups.items()
    }


def percent(part: int, whole: int) -> int:
    """The share in whole percents, rounded down, so that 100 means everybody; 0 when there is nobody."""
    return 100 * part // whole if whole else 0
