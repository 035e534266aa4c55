"""Writing down since when an action is in a phase and a milestone has its day: so the past is told as it was."""

import datetime as dt
from dataclasses import dataclass

from django.db import models

from ..models import Action, DueChange, Milestone, PhaseChange


@dataclass(frozen=True)
class Was:
    """What the database has before a record is stored: the phase of an action, the day of a milestone."""

    phase: str | None = None
    due: tuple[dt.date | None, str] | None = None


def stored(record: models.Model) -> Was:
    """What is stored of this record now; nothing of a new one."""
    if record.pk is None:
        return Was()
    if isinstance(record, Action):
        return Was(phase=Action.objects.filter(pk=record.pk).values_list("phase", flat=True).first())
    if isinstance(record, Milestone):
        return Was(due=Milestone.objects.filter(pk=record.pk).values_list("due_on", "precision").first())
    return Was()


def note_changes(record: models.Model, was: Was, *, on: dt.date) -> None:
    """Keep on which day the phase or the day of a milestone became another; nothing when it is the same."""
    if isinstance(record, Action) and was.phase is not None:
        note_phase(record, was.phase, on=on)
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


def note_phase(action: Action, before: str, *, on: dt.date) -> None:
    """Keep that the action is in another phase since `on`; nothing when the phase is the same."""
    if action.phase != before:
        PhaseChange.objects.create(action=action, on=on, before=before, after=action.phase)
