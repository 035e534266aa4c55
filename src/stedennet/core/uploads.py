"""A spreadsheet uploaded in the admin, and its preview as plain values that can be stored."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from .errors import Refused
from .import_plans import Plan, PlannedRow, RowKind

MAX_BYTES = 5_000_000
MAX_SHOWN = 500
"""Rows that a preview shows; all are counted."""


def read_upload(request: HttpRequest) -> tuple[str, bytes]:
    """The name and content of the uploaded file. Raises Refused without a file, or when it is too large."""
    file: Any = request.FILES.get("bestand")
    if file is None:
        raise Refused(_("Kies eerst een bestand."))
    if file.size > MAX_BYTES:
        raise Refused(_("Dit bestand is te groot."))
    return file.name, bytes(file.read())


def build_preview_context(plan: Plan, *, like: Mapping[int, str]) -> dict[str, object]:
    """The preview as plain values; `like` has names that resemble a new row, by line number."""
    # Rows that block the import come first.
    rows = sorted((row for row in plan.rows if row.kind != RowKind.SAME), key=lambda row: not row.problem)
    return {
        "rows": [
            {"row": asdict(row), "like": like.get(row.line, ""), "cells": _list_new_cells(row)}
            for row in rows[:MAX_SHOWN]
        ],
        "total_rows": len(rows),
        "same": sum(row.kind == RowKind.SAME for row in plan.rows),
        "absent": ", ".join(plan.absent),
        "unread": ", ".join(plan.unread),
        "can_be_done": bool(plan.work and not plan.problems),
    }


def _list_new_cells(row: PlannedRow) -> list[dict[str, str]]:
    """The cells of a new row as they were read, so that reading errors are visible before it is stored."""
    if row.kind not in (RowKind.NEW, RowKind.WRONG) or row.changes:
        return []
    return [{"column": name, "text": text} for name, text in row.cells.items() if text]
