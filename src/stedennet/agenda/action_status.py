"""The status of an action: the computed one, the stated one, and how recently the action was checked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.timezone import localdate

from .models import Action, Commitment, Edition, Indicator, IndicatorPoint, StatedStatus
from .models import Milestone as MilestoneRecord
from .rules import indicators
from .rules.editions import SEALED
from .rules.freshness import Freshness, FreshnessLimits, freshness_of
from .rules.indicators import Point, Reading
from .rules.status import DatedFact, Facts, Milestone, Status, find_newest_fact, is_recent, status_of


@dataclass(frozen=True)
class StatusSummary:
    """`computed` follows from the facts; `stated` overrides it, with a reason. Readers see both.

    `reported` is the newest fact that the shown status rests on.
    """

    computed: Status
    stated: StatedStatus | None
    freshness: Freshness
    checked_on: dt.date | None
    reported: DatedFact | None

    @property
    def reported_on(self) -> dt.date | None:
        """The day of `reported`; the first of its period when the day is not known."""
        return self.reported.on if self.reported else None

    @property
    def shown(self) -> Status:
        """The status that lists use: the stated one if there is one, else the computed one."""
        return Status(self.stated.status) if self.stated else self.computed


def summarise_status(commitment: Commitment, *, today: dt.date) -> StatusSummary:
    """The status of this action on `today`, which may lie in the past: later events do not count.

    Reads only what `with_parts()` prefetched.
    """
    stated = next((statement for statement in commitment.action.stated.all() if is_in_force(statement, today)), None)
    return summarise_facts(collect_facts(commitment, today=today), stated, today=today, limits=get_freshness_limits())


def summarise_facts(
    facts: Facts, stated: StatedStatus | None, *, today: dt.date, limits: FreshnessLimits
) -> StatusSummary:
    """The status that these facts and the statement in force make on `today`."""
    checked_on = max((day for day in (facts.progress_on, facts.confirmed_on) if day), default=None)
    return StatusSummary(
        computed=status_of(facts, today=today, stale_after=limits.stale),
        stated=stated,
        freshness=freshness_of(checked_on, today=today, limits=limits),
        checked_on=checked_on,
        reported=DatedFact(localdate(stated.at)) if stated else find_newest_fact(facts, today=today),
    )


def collect_facts(commitment: Commitment, *, today: dt.date) -> Facts:
    """The facts from which `rules.status` computes the status."""
    action = commitment.action
    updates, confirmations = list(action.updates.all()), list(action.confirmations.all())
    return Facts(
        begins_on=commitment.begins_on,
        begins_precision=commitment.begins_precision,
        ends_on=commitment.ends_on,
        ends_precision=commitment.ends_precision,
        milestones=tuple(milestone for _row, milestone in milestones_of(action, today=today)),
        indicators=tuple(reading_of(indicator, today=today) for indicator in action.indicators.all()),
        progress_on=_find_newest_day((update.on for update in updates), today),
        confirmed_on=_find_newest_day((confirmation.on for confirmation in confirmations), today),
        measured_on=_find_newest_day(list_measured_days(action.indicators.all()), today),
        dates_agreed=are_dates_agreed(commitment.edition),
        done_on=action.done_on,
        done_precision=action.done_precision,
        stopped_on=action.stopped_on,
        merged=is_merged(action.merged_into_id, action.merged_on, today),
    )


def are_dates_agreed(edition: Edition) -> bool:
    """Whether the parties agreed to the dates in this edition; those of a draft are only proposed."""
    return edition.status in SEALED


def list_measured_days(found: Iterable[Indicator]) -> list[dt.date]:
    """The days on which these indicators were measured."""
    points = (point for indicator in found for point in indicator.points.all())
    return [point.on for point in points if point.kind == IndicatorPoint.Kind.VALUE]


def is_merged(merged_into: int | None, merged_on: dt.date | None, day: dt.date) -> bool:
    """Whether the action had been merged into another one by this day."""
    return merged_into is not None and (merged_on is None or merged_on <= day)


def phase_of(action: Action, *, today: dt.date) -> str:
    """The phase of the action on this day; reads `phase_changes`, oldest first."""
    later = next((change for change in action.phase_changes.all() if change.on > today), None)
    return later.before if later else action.phase


def milestones_of(action: Action, *, today: dt.date) -> list[tuple[MilestoneRecord, Milestone]]:
    """Each milestone as it stood on this day: those completed later are still planned, and those postponed later still
    have their earlier date."""
    return [(milestone, _build_milestone(milestone, today)) for milestone in action.milestones.all()]


def _build_milestone(record: MilestoneRecord, today: dt.date) -> Milestone:
    due_on, precision = due_date_of(record, today=today)
    return milestone_as_of(Milestone(due_on, precision, record.state, record.completed_on), today)


def due_date_of(milestone: MilestoneRecord, *, today: dt.date) -> tuple[dt.date | None, str]:
    """The due date and its precision as published on this day; reads `due_changes`, oldest first."""
    later = next((change for change in milestone.due_changes.all() if change.on > today), None)
    return (later.before, later.before_precision) if later else (milestone.due_on, milestone.precision)


def get_freshness_limits() -> FreshnessLimits:
    """How recently an action must have been checked, from the settings."""
    return FreshnessLimits(*(dt.timedelta(days=days) for days in settings.FRESHNESS_DAYS))


def milestone_as_of(milestone: Milestone, day: dt.date) -> Milestone:
    """The milestone as it was on this day: still planned if it was completed later."""
    if milestone.completed_on and milestone.completed_on > day:
        return Milestone(milestone.due_on, milestone.precision)
    return milestone


def is_in_force(stated: StatedStatus, day: dt.date) -> bool:
    """Whether the stated status applied on this day. That all is on schedule holds until the statement is stale."""
    stated_on = localdate(stated.at)
    if stated.status == Status.ON_SCHEDULE and not is_recent(
        stated_on, today=day, stale_after=get_freshness_limits().stale
    ):
        return False
    return stated_on <= day and (stated.ended_at is None or day < localdate(stated.ended_at))


def reading_of(indicator: Indicator, *, today: dt.date) -> Reading:
    """Whether the indicator is on course on this day."""
    points = list(indicator.points.all())
    baseline = (
        Point(indicator.baseline_on, indicator.baseline_value)
        if indicator.baseline_value is not None and indicator.baseline_on is not None
        else None
    )
    return indicators.read_indicator(
        indicator.direction,
        baseline,
        [Point(point.on, point.value) for point in points if point.kind == IndicatorPoint.Kind.TARGET],
        [Point(point.on, point.value) for point in points if point.kind == IndicatorPoint.Kind.VALUE],
        today=today,
    )


def _find_newest_day(days: Iterable[dt.date], today: dt.date) -> dt.date | None:
    return max((day for day in days if day <= today), default=None)
