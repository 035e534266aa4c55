"""How the movement grows: from dated steps to who takes part when. Pure: values in, values out."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class DatedStep:
    """Organisation `organisation` (its id) took `step` on the day `on`."""

    organisation: int
    on: dt.date
    step: str


STEP_ORDER = ("", "contacted", "interested", "candidate", "participant")
"""The steps towards taking part, from not heard of to the last; whoever left stands nowhere in it."""


def is_further_step(step: str, than: str) -> bool:
    """Whether `step` is further towards taking part than the other one, which may be "left" or empty."""
    return step in STEP_ORDER and STEP_ORDER.index(step) > (STEP_ORDER.index(than) if than in STEP_ORDER else 0)


def find_latest_steps(steps: Iterable[DatedStep], *, day: dt.date) -> dict[int, str]:
    """The latest step of each organisation by `day`; of two steps of one day the one that is given last."""
    return {step.organisation: step.step for step in sorted(steps, key=lambda one: one.on) if step.on <= day}


def find_participants(steps: Iterable[DatedStep], *, day: dt.date, among: frozenset[int] | None = None) -> set[int]:
    """The organisations whose latest step by `day` is "participant"; `among` limits it to these ids."""
    return _find_organisations_at(["participant"], steps, day, among)


def find_interested(steps: Iterable[DatedStep], *, day: dt.date, among: frozenset[int] | None = None) -> set[int]:
    """The organisations that are on their way: their latest step by `day` is "interested" or "candidate"."""
    return _find_organisations_at(["interested", "candidate"], steps, day, among)


def _find_organisations_at(
    wanted: Sequence[str], steps: Iterable[DatedStep], day: dt.date, among: frozenset[int] | None
) -> set[int]:
    found = {organisation for organisation, step in find_latest_steps(steps, day=day).items() if step in wanted}
    return found if among is None else found & among


def count_participants_by_year(
    steps: Iterable[DatedStep], groups: Mapping[str, frozenset[int]], *, first_year: int, today: dt.date
) -> dict[str, list[int]]:
    """For each group the number that takes part at the end of each year, for the present year today."""
    steps = list(steps)
    ends = [min(dt.date(year, 12, 31), today) for year in range(first_year, today.year + 1)]
    return {
        name: [len(find_participants(steps, day=end, among=members)) for end in ends]
        for name, members in groups.items()
    }


def calculate_percentage(part: int, whole: int) -> int:
    """The share in whole percents, rounded down, so that 100 means everybody; 0 when there is nobody."""
    return 100 * part // whole if whole else 0
