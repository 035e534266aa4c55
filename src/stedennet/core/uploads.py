"""A spreadsheet that somebody uploads in the admin: a preview that carries it along, so that nothing is kept here."""

import base64
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from .errors import Refused
from .sheets import Kind, Plan, PlannedRow

MOST_BYTES = 1_500_000
"""The preview carries the file in its form, below Django's limit for one."""
MOST_SHOWN = 500
"""Rows that a preview shows; all are counted."""


def uploaded(request: HttpRequest) -> bytes:
    """The chosen file, or what the preview kept of it. Raises Refused without either, or when it is too large."""
    file: Any = request.FILES.get("bestand")
    if file is not None and file.size > MOST_BYTES:
        raise Refused(_("Dit bestand is te groot."))
    if file is not None:
        return bytes(file.read())
    try:
        data = base64.b64decode(request.POST.get("inhoud", ""), validate=True)
    except ValueError:
        data = b""
    if not data:
        raise Refused(_("Kies eerst een bestand."))
    return data


def keep_in_form(data: bytes) -> str:
    """The file as the value of a hidden field."""
    return base64.b64encode(data).decode()


def preview_context(plan: Plan | None, kept: str, *, like: Mapping[int, str] | None = None) -> dict[str, Any]:
    """What `core/read_in.html` shows; `like` are names that resemble a new row, by its line."""
    if plan is None:
        return {"is_planned": False}
    # What stops everything comes first.
    rows = sorted((one for one in plan.rows if one.kind != Kind.SAME), key=lambda one: not one.problem)
    return {
        "is_planned": True,
        "kept": kept,
        "rows": [
            {"row": one, "like": (like or {}).get(one.line, ""), "cells": _cells_of_new(one)}
            for one in rows[:MOST_SHOWN]
        ],
        "total": len(rows),
        "same": sum(one.kind == Kind.SAME for one in plan.rows),
        "absent": ", ".join(plan.absent),
        "unread": ", ".join(plan.unread),
        "can_be_done": bool(plan.work and not plan.problems),
    }


def _cells_of_new(row: PlannedRow) -> list[dict[str, str]]:
    """What a new row says, cell by cell, as it was read: what was read wrongly is seen before it is stored."""
    if row.kind not in (Kind.NEW, Kind.WRONG) or row.changes:
        return []
    return [{"column": name, "text": text} for name, text in row.cells.items() if text]
