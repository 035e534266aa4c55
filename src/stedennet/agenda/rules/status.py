"""The status of an action, computed from dated facts. Pure: values in, status out; no ORM, no clock."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from stedennet.core.dates import PlanPrecision

from .freshness import FreshnessLimits
from .indicators import Reading

RISK_WINDOW = dt.timedelta(days=30)
"""How long before a milestone's due date silence becomes a risk, and how long an update breaks the silence."""


class Status(models.TextChoices):
    """The status of an action."""

    NOT_STARTED = "not_started", _("nog niet begonnen")
    UNREPORTED = "unreported", _("niets gemeld")
    ON_SCHEDULE = "on_schedule", _("op schema")
    AT_RISK = "at_risk", _("in gevaar")
    LATE = "late", _("te laat")
    DONE = "done", _("klaar")
    STOPPED = "stopped", _("gestopt")
    MERGED = "merged", _("samengevoegd")


FINISHED = (Status.DONE, Status.STOPPED, Status.MERGED)
"""Statuses of actions that need no more attention."""

STATABLE = tuple(status for status in Status if status != Status.UNREPORTED)
"""Statuses that somebody may state. That nothing was reported only follows from the facts."""


class MilestoneState(models.TextChoices):
    """The state of a milestone."""

    PLANNED = "planned", _("gepland")
    DONE = "done", _("gehaald")
    CANCELLED = "cancelled", _("vervallen")


@dataclass(frozen=True)
class Milestone:
    """The facts of a milestone that the status depends on."""

    due_on: dt.date | None
    precision: str = PlanPrecision.DAY
    state: str = MilestoneState.PLANNED
    completed_on: dt.date | None = None


class DatedFact(NamedTuple):
    """The day of a fact, and how precisely it is known."""

    on: dt.date
    precision: str = PlanPrecision.DAY


@dataclass(frozen=True)
class Facts:
    """The facts that the status is computed from.

    `progress_on`, `confirmed_on` and `measured_on` are the days of the newest update, confirmation and measured value.
    `dates_agreed`: the parties adopted the edition that names the dates; a date that nobody agreed to makes nothing
    late.
    """

    begins_on: dt.date | None = None
    begins_precision: str = PlanPrecision.DAY
    ends_on: dt.date | None = None
    ends_precision: str = PlanPrecision.DAY
    milestones: tuple[Milestone, ...] = ()
    indicators: tuple[Reading, ...] = ()
    progress_on: dt.date | None = None
    confirmed_on: dt.date | None = None
    measured_on: dt.date | None = None
    dates_agreed: bool = True
    done_on: dt.date | None = None
    done_precision: str = PlanPrecision.DAY
    stopped_on: dt.date | None = None
    merged: bool = False


def first_day_of(day: dt.date, precision: str) -> dt.date:
    """The first day of the period that a date of this precision stands for."""
    if precision == PlanPrecision.YEAR:
        return day.replace(month=1, day=1)
    if precision == PlanPrecision.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(day=1) if precision == PlanPrecision.MONTH else day


def last_day_of(day: dt.date, precision: str) -> dt.date:
    """The last day of that period: what is due "in 2026" is late only after 31 December 2026."""
    if precision == PlanPrecision.DAY:
        return day
    months = {PlanPrecision.YEAR: 12, PlanPrecision.QUARTER: 3, PlanPrecision.MONTH: 1}[PlanPrecision(precision)]
    begin = first_day_of(day, precision)
    last_month = begin.month + months - 1
    if last_month == 12:
        return begin.replace(month=12, day=31)
    return begin.replace(month=last_month + 1) - dt.timedelta(days=1)


def status_of(facts: Facts, *, today: dt.date, stale_after: dt.timedelta = FreshnessLimits.stale) -> Status:
    """The status of the action today. Cancelled milestones do not count.

    Nothing is on schedule by itself: that takes a fact that is at most `stale_after` old. Not started takes a begin
    that lies ahead. An action without either has nothing reported, even if all its milestones were reached on unknown
    days.
    """
    milestones = [milestone for milestone in facts.milestones if milestone.state != MilestoneState.CANCELLED]
    remaining = [milestone for milestone in milestones if milestone.state != MilestoneState.DONE]
    if facts.merged:
        return Status.MERGED
    if _is_reached(facts.stopped_on, today):
        return Status.STOPPED
    newest = find_newest_fact(facts, today=today)
    if _is_reached(facts.done_on, today) or (milestones and not remaining and newest):
        return Status.DONE
    if facts.dates_agreed and _is_late(facts, remaining, today):
        return Status.LATE
    if _is_at_risk(facts, remaining, today):
        return Status.AT_RISK
    is_reported = is_recent(newest.on if newest else None, today=today, stale_after=stale_after)
    if _begins_later(facts, today):
        has_progress = facts.progress_on or any(milestone.state == MilestoneState.DONE for milestone in milestones)
        return Status.ON_SCHEDULE if is_reported and has_progress else Status.NOT_STARTED
    return Status.ON_SCHEDULE if is_reported else Status.UNREPORTED


def find_newest_fact(facts: Facts, *, today: dt.date) -> DatedFact | None:
    """The newest dated fact about the action up to today; None if nothing was ever reported.

    An update, a confirmation, a measured value, a reached milestone, or that the action ended. Plans are no facts.
    """
    reached = (milestone.completed_on for milestone in facts.milestones if milestone.state == MilestoneState.DONE)
    days = (facts.progress_on, facts.confirmed_on, facts.measured_on, facts.stopped_on, *reached)
    dated = [DatedFact(day) for day in days if day]
    if facts.done_on:
        dated.append(DatedFact(facts.done_on, facts.done_precision))
    return max((fact for fact in dated if fact.on <= today), key=lambda fact: fact.on, default=None)


def is_recent(day: dt.date | None, *, today: dt.date, stale_after: dt.timedelta = FreshnessLimits.stale) -> bool:
    """Whether what was reported on this day still tells something about today."""
    return day is not None and day >= today - stale_after


def count_by_status(statuses: Iterable[Status]) -> dict[Status, int]:
    """The number of actions per status, in the order of the statuses; statuses without actions are left out."""
    counted = Counter(statuses)
    return {status: counted[status] for status in Status if counted[status]}


@dataclass(frozen=True)
class PartsProgress:
    """How far the parts of an action are: how many there are, how many are done, and their statuses.

    `counts` are in the order of the statuses. A part that was merged into another action counts there, not here.
    """

    total: int
    done: int
    counts: tuple[tuple[Status, int], ...]


def sum_parts(parts: Iterable[tuple[Status, DatedFact | None]], *, today: dt.date) -> PartsProgress | None:
    """The progress of an action through its parts, given the status of each and the newest fact it rests on.

    A part is done only if a dated fact says so. None without parts.
    """
    statuses = []
    for status, fact in parts:
        is_proved = fact is not None and fact.on <= today
        statuses.append(Status.UNREPORTED if status == Status.DONE and not is_proved else status)
    counts = {status: number for status, number in count_by_status(statuses).items() if status != Status.MERGED}
    if not counts:
        return None
    return PartsProgress(sum(counts.values()), counts.get(Status.DONE, 0), tuple(counts.items()))


def _is_reached(day: dt.date | None, today: dt.date) -> bool:
    return day is not None and day <= today


def _is_late(facts: Facts, remaining: list[Milestone], today: dt.date) -> bool:
    if facts.ends_on and last_day_of(facts.ends_on, facts.ends_precision) < today:
        return True
    return any(
        milestone.due_on and last_day_of(milestone.due_on, milestone.precision) < today for milestone in remaining
    )


def _begins_later(facts: Facts, today: dt.date) -> bool:
    return facts.begins_on is not None and first_day_of(facts.begins_on, facts.begins_precision) > today


def _is_at_risk(facts: Facts, remaining: list[Milestone], today: dt.date) -> bool:
    if Reading.BEHIND in facts.indicators:
        return True
    if not facts.dates_agreed:
        return False
    is_quiet = facts.progress_on is None or facts.progress_on < today - RISK_WINDOW
    soon = (
        milestone.due_on and last_day_of(milestone.due_on, milestone.precision) <= today + RISK_WINDOW
        for milestone in remaining
    )
    return is_quiet and any(soon)
