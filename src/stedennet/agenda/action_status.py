"""How an action stands: what the rule computes from its facts, what a person stated, and how fresh it all is."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.timezone import localdate

from .models import Action, Commitment, Indicator, IndicatorPoint, StatedStatus
from .models import Milestone as MilestoneRecord
from .rules import indicators
from .rules.freshness import Freshness, FreshnessLimits, freshness_of
from .rules.indicators import Point, Reading
from .rules.status import Facts, Milestone, Status, status_of


@dataclass(frozen=True)
class StatusSummary:
    """`computed` follows from facts; `stated` is what a person says instead, with a reason; readers see both."""

    computed: Status
    stated: StatedStatus | None
    freshness: Freshness
    checked_on: dt.date | None

    @property
    def shown(self) -> Status:
        """What counts in lists: what was stated, else what was computed."""
        return Status(self.stated.status) if self.stated else self.computed


def summarise_status(commitment: Commitment, *, today: dt.date) -> StatusSummary:
    """How the action of this commitment stands, or stood on a day before: what happened later does not count.

    Reads only what `with_parts()` brought along.
    """
    action = commitment.action
    stated = next((one for one in action.stated.all() if is_in_force(one, today)), None)
    looks = [*(one.on for one in action.updates.all()), *(one.on for one in action.confirmations.all())]
    checked_on = max((day for day in looks if day <= today), default=None)
    return StatusSummary(
        computed=status_of(collect_facts(commitment, today=today), today=today),
        stated=stated,
        freshness=freshness_of(checked_on, today=today, borders=get_freshness_limits()),
        checked_on=checked_on,
    )


def collect_facts(commitment: Commitment, *, today: dt.date) -> Facts:
    """What the rule needs to know."""
    action = commitment.action
    return Facts(
        begins_on=commitment.begins_on,
        begins_precision=commitment.begins_precision,
        ends_on=commitment.ends_on,
        ends_precision=commitment.ends_precision,
        milestones=tuple(was for _row, was in milestones_of(action, today=today)),
        indicators=tuple(reading_of(one, today=today) for one in action.indicators.all()),
        progress_on=_find_newest_update_day(action, today),
        done_on=action.done_on,
        stopped_on=action.stopped_on,
        merged=is_merged(action.merged_into_id, action.merged_on, today),
    )


def is_merged(into: int | None, on: dt.date | None, day: dt.date) -> bool:
    """Whether an action had gone up in another one by this day."""
    return into is not None and (on is None or on <= day)


def phase_of(action: Action, *, today: dt.date) -> str:
    """The phase on this day; reads `phase_changes`, the oldest first."""
    later = next((one for one in action.phase_changes.all() if one.on > today), None)
    return later.before if later else action.phase


def milestones_of(action: Action, *, today: dt.date) -> list[tuple[MilestoneRecord, Milestone]]:
    """Each milestone with how it stood on this day: one that was reached later was still planned, one that was moved
    later had its old day."""
    return [
        (one, milestone_as_of(Milestone(*due_date_of(one, today=today), one.state, one.completed_on), today))
        for one in action.milestones.all()
    ]


def due_date_of(one: MilestoneRecord, *, today: dt.date) -> tuple[dt.date | None, str]:
    """When it was due as people saw it on this day; reads `due_changes`, the oldest first."""
    later = next((change for change in one.due_changes.all() if change.on > today), None)
    return (later.before, later.before_precision) if later else (one.due_on, one.precision)


def get_freshness_limits() -> FreshnessLimits:
    """After how many days somebody should look again, as this network has set them."""
    return FreshnessLimits(*(dt.timedelta(days=days) for days in settings.FRESHNESS_DAYS))


def milestone_as_of(one: Milestone, day: dt.date) -> Milestone:
    """The milestone on a day: reached later is still planned."""
    if one.completed_on and one.completed_on > day:
        return Milestone(one.due_on, one.precision)
    return one


def is_in_force(one: StatedStatus, day: dt.date) -> bool:
    """Whether what somebody stated counted on this day."""
    if one.ended_at is None:
        return localdate(one.at) <= day
    return localdate(one.at) <= day < localdate(one.ended_at)


def reading_of(indicator: Indicator, *, today: dt.date) -> Reading:
    """Whether the indicator is on course."""
    points = list(indicator.points.all())
    baseline = (
        Point(indicator.baseline_on, indicator.baseline_value)
        if indicator.baseline_value is not None and indicator.baseline_on is not None
        else None
    )
    return indicators.read_indicator(
        indicator.direction,
        baseline,
        [Point(one.on, one.value) for one in points if one.kind == IndicatorPoint.Kind.TARGET],
        [Point(one.on, one.value) for one in points if one.kind == IndicatorPoint.Kind.VALUE],
        today=today,
    )


def _find_newest_update_day(action: Action, today: dt.date) -> dt.date | None:
    return max((one.on for one in action.updates.all() if one.on <= today), default=None)
