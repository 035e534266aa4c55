"""The changes between two progress reports, from their plain data (flows/reports.py). Pure: data in, changes out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .status import MilestoneState, Status


@dataclass(frozen=True)
class Move:
    """A change since the previous report in an action's status, phase or end, or in a milestone's due date.

    `title` is that of the action or of the milestone.
    """

    code: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class ReachedMilestone:
    """A milestone reached since the previous report."""

    code: str
    title: str
    milestone: str
    completed: str


@dataclass(frozen=True)
class ReportChanges:
    """Actions added, dropped, or with a new status, phase or end; milestones reached or given another date."""

    moved: tuple[Move, ...]
    phases: tuple[Move, ...]
    ends: tuple[Move, ...]
    reached: tuple[ReachedMilestone, ...]
    postponed: tuple[Move, ...]
    added: tuple[Mapping[str, Any], ...]
    gone: tuple[Mapping[str, Any], ...]


def compare_reports(before: Mapping[str, Any], after: Mapping[str, Any]) -> ReportChanges:
    """The changes from one report to the next; actions are matched by code."""
    old = {action["code"]: action for action in before["actions"]}
    new = {action["code"]: action for action in after["actions"]}
    pairs = [(old[code], action) for code, action in new.items() if code in old]
    return ReportChanges(
        moved=_list_moves(pairs, "status"),
        phases=_list_moves(pairs, "phase"),
        ends=_list_moves(pairs, "ends"),
        reached=tuple(
            ReachedMilestone(action["code"], action["title"], milestone["title"], milestone["completed"])
            for previous, action in pairs
            for milestone in action["milestones"]
            if milestone["state"] == MilestoneState.DONE and not _was_reached(previous, milestone)
        ),
        postponed=tuple(
            Move(action["code"], new_milestone["title"], old_milestone["due"], new_milestone["due"])
            for previous, action in pairs
            for new_milestone in action["milestones"]
            for old_milestone in previous["milestones"]
            if "key" in new_milestone
            and new_milestone["key"] == old_milestone.get("key")
            and new_milestone["due"] != old_milestone["due"]
        ),
        added=tuple(action for code, action in new.items() if code not in old),
        gone=tuple(action for code, action in old.items() if code not in new),
    )


def _list_moves(pairs: Sequence[tuple[Mapping[str, str], Mapping[str, str]]], field: str) -> tuple[Move, ...]:
    """The actions for which this field differs; reports in an older format may lack the field."""
    return tuple(
        Move(action["code"], action["title"], previous[field], action[field])
        for previous, action in pairs
        if field in previous and field in action and previous[field] != action[field]
    )


def _was_reached(previous: Mapping[str, Any], milestone: Mapping[str, Any]) -> bool:
    """Whether the milestone was reached in the previous report; older reports know milestones by title only."""
    reached = [row for row in previous["milestones"] if row["state"] == MilestoneState.DONE]
    if all("key" in row for row in previous["milestones"]) and "key" in milestone:
        return any(row["key"] == milestone["key"] for row in reached)
    return any(row["title"] == milestone["title"] for row in reached)


def count_statuses(content: Mapping[str, Any]) -> dict[str, int]:
    """The number of actions per status, in the order of the statuses; statuses without actions are left out."""
    counts = Counter(action["status"] for action in content["actions"])
    return {status.value: counts[status.value] for status in Status if counts[status.value]}
