"""Keeps the dates of phase changes and postponed milestones, so that past states can be shown as they were."""

import datetime as dt
from dataclasses import dataclass

from django.db import models

from ..models import Action, DueChange, Milestone, PhaseChange


@dataclass(frozen=True)
class StoredState:
    """The stored state of a record before it is saved: the phase of an action, the due date of a milestone."""

    phase: str | None = None
    due: tuple[dt.date | None, str] | None = None


def get_stored_state(record: models.Model) -> StoredState:
    """The stored state of this record; empty for a new one."""
    if record.pk is None:
        return StoredState()
    if isinstance(record, Action):
        return StoredState(phase=Action.objects.filter(pk=record.pk).values_list("phase", flat=True).first())
    if isinstance(record, Milestone):
        return StoredState(due=Milestone.objects.filter(pk=record.pk).values_list("due_on", "precision").first())
    return StoredState()


def record_state_changes(record: models.Model, stored: StoredState, *, on: dt.date) -> None:
    """Record that a phase or a due date changed on this day; nothing if it stayed the same."""
    if isinstance(record, Action) and stored.phase is not None:
        record_phase_change(record, stored.phase, on=on)
    if isinstance(record, Milestone) and stored.due is not None and stored.due != (record.due_on, record.precision):
        before, precision = stored.due
        DueChange.objects.create(
            milestone=record,
            on=on,
            before=before,
            before_precision=precision,
            after=record.due_on,
            after_precision=record.precision,
        )


def record_phase_change(action: Action, before: str, *, on: dt.date) -> None:
    """Record that the action left the phase `before` on this day; nothing if the phase stayed the same."""
    if action.phase != before:
        PhaseChange.objects.create(action=action, on=on, before=before, after=action.phase)
