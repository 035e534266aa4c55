"""Participation in the movement at any day, computed from dated steps. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class DatedStep:
    """A step that an organisation (its id) took on a day."""

    organisation: int
    on: dt.date
    step: str


STEP_ORDER = ("", "contacted", "interested", "candidate", "participant")
"""The steps towards taking part, from none to the last; "left" is not among them."""


def is_further_step(step: str, than: str) -> bool:
    """Whether `step` is closer to taking part than the other step, which may be "left" or empty."""
    return step in STEP_ORDER and STEP_ORDER.index(step) > (STEP_ORDER.index(than) if than in STEP_ORDER else 0)


def find_latest_steps(steps: Iterable[DatedStep], *, day: dt.date) -> dict[int, str]:
    """Find each organisation's latest step by `day`, inclusive; of two steps on one day the last given counts."""
    in_order = sorted(steps, key=lambda dated: dated.on)
    return {dated.organisation: dated.step for dated in in_order if dated.on <= day}


def find_participants(steps: Iterable[DatedStep], *, day: dt.date, among: frozenset[int] | None = None) -> set[int]:
    """Find the organisations whose latest step by `day` is "participant"; `among` limits the result to these ids."""
    return _find_organisations_at(["participant"], steps, day, among)


def find_interested(steps: Iterable[DatedStep], *, day: dt.date, among: frozenset[int] | None = None) -> set[int]:
    """Find the organisations whose latest step by `day` is "interested" or "candidate"; `among` limits the result."""
    return _find_organisations_at(["interested", "candidate"], steps, day, among)


def _find_organisations_at(
    accepted_steps: Sequence[str], steps: Iterable[DatedStep], day: dt.date, among: frozenset[int] | None
) -> set[int]:
    organisations = {
        organisation for organisation, step in find_latest_steps(steps, day=day).items() if step in accepted_steps
    }
    return organisations if among is None else organisations & among


def count_participants_by_year(
    steps: Iterable[DatedStep], groups: Mapping[str, frozenset[int]], *, first_year: int, today: dt.date
) -> dict[str, list[int]]:
    """Count the participants of each group at the end of each year, and of the current year today."""
    steps = list(steps)
    ends = [min(dt.date(year, 12, 31), today) for year in range(first_year, today.year + 1)]
    return {
        name: [len(find_participants(steps, day=end, among=members)) for end in ends]
        for name, members in groups.items()
    }


def calculate_percentage(part: int, whole: int) -> int:
    """Calculate the share in whole percents, rounded down so that 100 means everybody; 0 when `whole` is 0."""
    return 100 * part // whole if whole else 0
