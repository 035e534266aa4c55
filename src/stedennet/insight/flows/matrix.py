"""Keeps the snapshot of the matrix up to date by following the log."""

import datetime as dt

from django.db import transaction

from stedennet.core.clock import now, today

from ..models import ONLY_KEY, MatrixSnapshot
from ..querysets.matrix import compute_cells, find_position, find_snapshot, is_current, pack_cells

REMAKE_AFTER = dt.timedelta(minutes=10)
"""The longest that a snapshot stands: the log does not name every change, such as a new partner of an action."""


def update_matrix() -> bool:
    """Make the snapshot again when the log or the calendar has overtaken it (periodic job); whether it did."""
    snapshot, position = find_snapshot(), find_position()
    is_fresh = snapshot and is_current(snapshot, day=today()) and now() < snapshot.made_at + REMAKE_AFTER
    if snapshot and is_fresh:
        _advance_position(snapshot, position)
        return False
    _store_snapshot(position)
    return True


def _advance_position(snapshot: MatrixSnapshot, position: int) -> None:
    """Skip lines about other subjects, so that readers need not look through them."""
    if position > snapshot.position:
        MatrixSnapshot.objects.filter(position=snapshot.position).update(position=position)


@transaction.atomic
def _store_snapshot(position: int) -> None:
    # The position is older than the facts: a change in between is read twice, never missed.
    day = today()
    cells = pack_cells(compute_cells(day=day))
    MatrixSnapshot.objects.update_or_create(
        id=ONLY_KEY, defaults={"position": position, "day": day, "made_at": now(), "cells": cells}
    )
