"""A spreadsheet that somebody uploads in the admin, and its preview as plain values that can be kept."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from .errors import Refused
from .import_plans import Plan, PlannedRow, RowKind

MOST_BYTES = 5_000_000
MOST_SHOWN = 500
"""Rows that a preview shows; all are counted."""


def read_upload(request: HttpRequest) -> tuple[str, bytes]:
    """The name and content of the chosen file. Raises Refused without one, or when it is too large."""
    file: Any = request.FILES.get("bestand")
    if file is None:
        raise Refused(_("Kies eerst een bestand."))
    if file.size > MOST_BYTES:
        raise Refused(_("Dit bestand is te groot."))
    return file.name, bytes(file.read())


def build_preview_context(plan: Plan, *, like: Mapping[int, str]) -> dict[str, Any]:
    """What a preview shows, as plain values; `like` are names that resemble a new row, by its line."""
    # What stops everything comes first.
    rows = sorted((one for one in plan.rows if one.kind != RowKind.SAME), key=lambda one: not one.problem)
    return {
        "rows": [
            {"row": asdict(one), "like": like.get(one.line, ""), "cells": _list_new_cells(one)}
            for one in rows[:MOST_SHOWN]
        ],
        "total_rows": len(rows),
        "same": sum(one.kind == RowKind.SAME for one in plan.rows),
        "absent": ", ".join(plan.absent),
        "unread": ", ".join(plan.unread),
        "can_be_done": bool(plan.work and not plan.problems),
    }


def _list_new_cells(row: PlannedRow) -> list[dict[str, str]]:
    """What a new row says, cell by cell, as it was read: what was read wrongly is seen before it is stored."""
    if row.kind not in (RowKind.NEW, RowKind.WRONG) or row.changes:
        return []
    return [{"column": name, "text": text} for name, text in row.cells.items() if text]
