"""What changed between two progress reports, from their plain data (flows/reporting.py). Pure: data in, words out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .status import Status


@dataclass(frozen=True)
class Move:
    """An action that stands otherwise than in the report before."""

    code: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class ReportChanges:
    """Actions that stand otherwise, came, or went; and how many stand how, before and now."""

    moved: tuple[Move, ...]
    added: tuple[Mapping[str, Any], ...]
    gone: tuple[Mapping[str, Any], ...]


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> ReportChanges:
    """What changed from one report to the next; actions are matched by code."""
    old = {one["code"]: one for one in before["actions"]}
    new = {one["code"]: one for one in after["actions"]}
    return ReportChanges(
        moved=tuple(
            Move(code, one["title"], old[code]["status"], one["status"])
            for code, one in new.items()
            if code in old and old[code]["status"] != one["status"]
        ),
        added=tuple(one for code, one in new.items() if code not in old),
        gone=tuple(one for code, one in old.items() if code not in new),
    )


def counts(content: Mapping[str, Any]) -> dict[str, int]:
    """How many actions stand how, in the order of the statuses; those without any left out."""
    counted = Counter(one["status"] for one in content["actions"])
    return {one.value: counted[one.value] for one in Status if counted[one.value]}
