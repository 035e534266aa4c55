"""What changed between two progress reports, from their plain data (flows/reports.py). Pure: data in, words out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .status import MilestoneState, Status


@dataclass(frozen=True)
class Move:
    """An action of which something is otherwise than in the report before: how it stands, its phase, or its end."""

    code: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class ReachedMilestone:
    """A milestone that was reached since the report before."""

    code: str
    title: str
    milestone: str
    completed: str


@dataclass(frozen=True)
class ReportChanges:
    """Actions that stand otherwise, are in another phase, end otherwise, came or went; milestones reached or moved."""

    moved: tuple[Move, ...]
    phases: tuple[Move, ...]
    ends: tuple[Move, ...]
    reached: tuple[ReachedMilestone, ...]
    postponed: tuple[Move, ...]
    added: tuple[Mapping[str, Any], ...]
    gone: tuple[Mapping[str, Any], ...]


def compare_reports(before: Mapping[str, Any], after: Mapping[str, Any]) -> ReportChanges:
    """What changed from one report to the next; actions are matched by code."""
    old = {one["code"]: one for one in before["actions"]}
    new = {one["code"]: one for one in after["actions"]}
    both = [(old[code], one) for code, one in new.items() if code in old]
    return ReportChanges(
        moved=_list_moves(both, "status"),
        phases=_list_moves(both, "phase"),
        ends=_list_moves(both, "ends"),
        reached=tuple(
            ReachedMilestone(one["code"], one["title"], row["title"], row["completed"])
            for was, one in both
            for row in one["milestones"]
            if row["state"] == MilestoneState.DONE and not _was_reached(was, row)
        ),
        postponed=tuple(
            Move(one["code"], row["title"], before["due"], row["due"])
            for was, one in both
            for row in one["milestones"]
            for before in was["milestones"]
            if "key" in row and row["key"] == before.get("key") and row["due"] != before["due"]
        ),
        added=tuple(one for code, one in new.items() if code not in old),
        gone=tuple(one for code, one in old.items() if code not in new),
    )


def _list_moves(both: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], field: str) -> tuple[Move, ...]:
    """Where this differs; a report of before that does not have it says nothing about it."""
    return tuple(
        Move(one["code"], one["title"], was[field], one[field])
        for was, one in both
        if field in was and field in one and was[field] != one[field]
    )


def _was_reached(was: Mapping[str, Any], milestone: Mapping[str, Any]) -> bool:
    """Whether the report before had it as reached; older reports know milestones by their title only."""
    done = [row for row in was["milestones"] if row["state"] == MilestoneState.DONE]
    if all("key" in row for row in was["milestones"]) and "key" in milestone:
        return any(row["key"] == milestone["key"] for row in done)
    return any(row["title"] == milestone["title"] for row in done)


def count_statuses(content: Mapping[str, Any]) -> dict[str, int]:
    """How many actions stand how, in the order of the statuses; those without any left out."""
    counted = Counter(one["status"] for one in content["actions"])
    return {one.value: counted[one.value] for one in Status if counted[one.value]}
