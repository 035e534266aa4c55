"""An action's progress: updates, confirmations, phases, milestones, measurements, stops and stated statuses."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.changes.flows import announce_change
from stedennet.changes.rules import NOW, FactDay
from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.records import store_record
from stedennet.network.models import Organisation

from ..access import can_update_progress, find_represented_organisation
from ..models import (
    Action,
    Commitment,
    Confirmation,
    Indicator,
    IndicatorPoint,
    Milestone,
    ProgressUpdate,
    StatedStatus,
)
from ..models.commitments import Phase
from ..rules.status import STATABLE, MilestoneState, Status
from .action_history import record_phase_change


@transaction.atomic
def record_progress_update(
    commitment: Commitment,
    *,
    by: Actor,
    text: str,
    on: dt.date,
    organisation: Organisation | None = None,
    evidence_url: str = "",
) -> ProgressUpdate:
    """Publish a dated update on behalf of `organisation`, by default the one that `by` represents.

    Raises NotAllowed, or Refused without a text or for a future date.
    """
    _check_allowed(commitment, by)
    if on > today():
        raise Refused(_("Deze dag moet nog komen."), field="on")
    update = store_record(
        ProgressUpdate(
            action=commitment.action,
            on=on,
            text=text.strip(),
            organisation=organisation or find_represented_organisation(by, commitment, day=today()),
            author_id=by.pk,
            evidence_url=evidence_url,
        )
    )
    _announce_action(commitment, text.strip(), day=on)
    return update


@transaction.atomic
def confirm_action(commitment: Commitment, *, by: Actor) -> Confirmation:
    """Record that the action is still correct today; at most one confirmation a day. Raises NotAllowed."""
    _check_allowed(commitment, by)
    Action.objects.select_for_update().get(pk=commitment.action_id)
    existing = commitment.action.confirmations.filter(on=today()).first()
    return existing or Confirmation.objects.create(action=commitment.action, on=today(), by_id=by.pk, at=now())


@transaction.atomic
def state_status(commitment: Commitment, status: str, *, by: Actor, reason: str) -> StatedStatus:
    """State the status of the action, alongside the computed one; readers see both.

    Raises NotAllowed, or Refused for an unknown status or without a reason.
    """
    _check_allowed(commitment, by)
    if status not in STATABLE:
        raise Refused(_("Kies een status."), field="status")
    if not reason.strip():
        raise Refused(_("Zeg waarom: lezers zien uw reden naast de berekende status."), field="reason")
    _end_stated_status(commitment.action)
    stated = store_record(
        StatedStatus(action=commitment.action, status=status, reason=reason.strip(), by_id=by.pk, at=now())
    )
    _announce_action(commitment, f"{stated.get_status_display()}: {reason.strip()}")
    return stated


@transaction.atomic
def withdraw_stated_status(commitment: Commitment, *, by: Actor) -> None:
    """End the stated status, so that the computed one counts again. Raises NotAllowed."""
    _check_allowed(commitment, by)
    _end_stated_status(commitment.action)


@transaction.atomic
def change_phase(commitment: Commitment, phase: str, *, by: Actor, on: dt.date | None = None) -> Action:
    """Move the action to another phase as of `on` (default: today). Phase "done" sets `done_on`; another clears it.

    Raises NotAllowed, or Refused for an unknown phase and for a date in the future or before the last change.
    """
    _check_allowed(commitment, by)
    action = Action.objects.select_for_update().get(pk=commitment.action_id)
    before, day = action.phase, on or today()
    if before != phase:
        last = action.phase_changes.order_by("on", "pk").last()
        if day > today() or (last and last.on > day):
            raise Refused(_("Kies een dag na de vorige wijziging en niet later dan vandaag."), field="on")
        action.phase = phase
        if Phase.DONE in (before, phase):
            action.done_on = (action.done_on or day) if phase == Phase.DONE else None
        store_record(action)
        record_phase_change(action, before, on=day)
        _announce_action(
            commitment, _("Fase: %(phase)s") % {"phase": action.get_phase_display() or _("niet bekend")}, day=day
        )
    return action


@transaction.atomic
def set_milestone_state(
    commitment: Commitment, milestone: Milestone, state: str, *, by: Actor, on: dt.date | None = None
) -> Milestone:
    """Mark a milestone as reached on a day, cancelled, or planned again. Raises NotAllowed, or Refused."""
    _check_allowed(commitment, by)
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk, action=commitment.action_id)
    if on and on > today():
        raise Refused(_("Deze dag moet nog komen."), field="on")
    completed_on = (on or milestone.completed_on or today()) if state == MilestoneState.DONE else None
    if (milestone.state, milestone.completed_on) != (state, completed_on):
        milestone.state, milestone.completed_on = state, completed_on
        milestone.revision += 1
        store_record(milestone)
        _announce_action(commitment, f"{milestone.title}: {milestone.get_state_display()}", day=completed_on or NOW)
    return milestone


@transaction.atomic
def record_measurement(
    commitment: Commitment,
    indicator: Indicator,
    value: Decimal,
    *,
    by: Actor,
    on: dt.date,
    source_url: str = "",
    replaces: bool = False,
) -> IndicatorPoint:
    """Record the measured value of an indicator on a day.

    Raises NotAllowed, or Refused for a future date, and for a day that already has another value unless this one
    `replaces` it.
    """
    _check_allowed(commitment, by)
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk, action=commitment.action_id)
    if on > today():
        raise Refused(_("Deze dag moet nog komen."), field="on")
    kind = IndicatorPoint.Kind.VALUE
    point = indicator.points.filter(kind=kind, on=on).first() or IndicatorPoint(indicator=indicator, kind=kind, on=on)
    if point.pk and (point.value, point.source_url) == (value, source_url):
        return point
    if point.pk and not replaces:
        existing = f"{point.value.normalize():f} {indicator.unit}"
        raise Refused(_("Voor deze dag staat er al: %(there)s.") % {"there": existing}, field="replaces")
    point.value, point.source_url = value, source_url
    store_record(point)
    _announce_action(commitment, f"{indicator.name}: {value.normalize():f} {indicator.unit}", day=on)
    return point


@transaction.atomic
def stop_action(commitment: Commitment, *, by: Actor, reason: str) -> Action:
    """Stop the action today. Raises NotAllowed, or Refused without a reason."""
    _check_allowed(commitment, by)
    if not reason.strip():
        raise Refused(_("Zeg waarom de actie stopt: lezers zien uw reden."), field="reason")
    action = Action.objects.select_for_update().get(pk=commitment.action_id)
    if action.stopped_on is None:
        action.stopped_on, action.stopped_reason = today(), reason.strip()
        store_record(action)
        _announce_action(commitment, f"{Status.STOPPED.label}: {reason.strip()}")
    return action


def _end_stated_status(action: Action) -> None:
    Action.objects.select_for_update().get(pk=action.pk)
    action.stated.filter(ended_at=None).update(ended_at=now())


def _check_allowed(commitment: Commitment, by: Actor) -> None:
    if not can_update_progress(by, commitment, day=today()):
        raise NotAllowed(_("Alleen wie aan deze actie werkt kan dit zeggen."))


def _announce_action(commitment: Commitment, note: str, *, day: FactDay = NOW) -> None:
    announce_change(commitment.action, "changed", title=str(commitment), note=note, behalf_of=commitment.by, day=day)
