"""Registers spreadsheets of initiatives as something that can be imported."""

from stedennet.core.access import Actor
from stedennet.core.import_plans import Plan, Progress
from stedennet.imports.kinds import ImportKind

from .access import can_review
from .flows import spreadsheets


def _preview_import(_target: str, data: bytes, by: Actor, progress: Progress) -> Plan:
    return spreadsheets.preview_import(data, by=by, progress=progress)


def _run_import(_target: str, data: bytes, by: Actor) -> int:
    return spreadsheets.import_workbook(data, by=by)


KIND = ImportKind("initiatives", can_review, _preview_import, _run_import, spreadsheets.find_look_alikes)
