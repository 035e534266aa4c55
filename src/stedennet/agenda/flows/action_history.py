"""Writing down since when an action is in a phase and a milestone has its day: so the past is told as it was."""

import datetime as dt
from dataclasses import dataclass

from django.db import models

from ..models import Action, DueChange, Milestone, PhaseChange


@dataclass(frozen=True)
class StoredState:
    """What the database has before a record is stored: the phase of an action, the day of a milestone."""

    phase: str | None = None
    due: tuple[dt.date | None, str] | None = None


def get_stored_state(record: models.Model) -> StoredState:
    """What is stored of this record now; nothing of a new one."""
    if record.pk is None:
        return StoredState()
    if isinstance(record, Action):
        return StoredState(phase=Action.objects.filter(pk=record.pk).values_list("phase", flat=True).first())
    if isinstance(record, Milestone):
        return StoredState(due=Milestone.objects.filter(pk=record.pk).values_list("due_on", "precision").first())
    return StoredState()


def record_state_changes(record: models.Model, was: StoredState, *, on: dt.date) -> None:
    """Keep on which day the phase or the day of a milestone became another; nothing when it is the same."""
    if isinstance(record, Action) and was.phase is not None:
        record_phase_change(record, was.phase, on=on)
    if isinstance(record, Milestone) and was.due is not None and was.due != (record.due_on, record.precision):
        before, precision = was.due
        DueChange.objects.create(
            milestone=record,
            on=on,
            before=before,
            before_precision=precision,
            after=record.due_on,
            after_precision=record.precision,
        )


def record_phase_change(action: Action, before: str, *, on: dt.date) -> None:
    """Keep that the action is in another phase since `on`; nothing when the phase is the same."""
    if action.phase != before:
        PhaseChange.objects.create(action=action, on=on, before=before, after=action.phase)
