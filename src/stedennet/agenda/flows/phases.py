"""Writing down since when an action is in a phase, so that the past can be told as it was."""

import datetime as dt

from django.db import models

from ..models import Action, PhaseChange


def stored_phase_of(record: models.Model) -> str | None:
    """The phase as the database has it now; None for what is no action or is not stored yet."""
    if not isinstance(record, Action) or record.pk is None:
        return None
    return Action.objects.filter(pk=record.pk).values_list("phase", flat=True).first()


def note_phase(action: Action, before: str, *, on: dt.date) -> None:
    """Keep that the action is in another phase since `on`; nothing when the phase is the same."""
    if action.phase != before:
        PhaseChange.objects.create(action=action, on=on, before=before, after=action.phase)
