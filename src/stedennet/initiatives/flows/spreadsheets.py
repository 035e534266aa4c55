"""Exporting initiatives to a spreadsheet and importing one: first a preview, then all rows or none.

`adres` is the slug of the initiative; a row without one is new. A row that somebody changed meanwhile is stale, and
stops the whole import.
"""

from collections.abc import Iterable
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core import import_plans as table
from stedennet.core import workbooks
from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.columns import (
    Cells,
    Facts,
    Indexes,
    check_required,
    list_names,
    map_readers,
    parse_cells,
    write_cells,
)
from stedennet.core.dry_runs import dry_run_plan, store_plan
from stedennet.core.errors import NotAllowed
from stedennet.core.import_plans import Plan, PlannedRow, Progress, RowKind, ignore_progress
from stedennet.core.records import store_record
from stedennet.core.workbooks import Sheet
from stedennet.network.querysets.names import load_name_indexes

from ..access import can_review
from ..fields import FIELDS, STORED_COLUMNS
from ..models import Initiative
from ..querysets import look_alikes as look_alike_rows
from ..querysets.initiatives import InitiativeQuerySet
from ..rules.spreadsheet_columns import COLUMNS, SHEET
from ..rules.states import Step
from . import initiatives, submissions
from .reviews import take_initiative_step


def build_workbook(queryset: InitiativeQuerySet) -> bytes:
    """An Excel file of these initiatives, without contact persons."""
    return workbooks.write_workbook([sheet_of(queryset.with_everything())])


def sheet_of(rows: Iterable[Initiative]) -> Sheet:
    """The sheet that `preview_import` reads, without contact persons; `rows` come from `with_everything()`."""
    names = load_name_indexes()
    return Sheet(
        SHEET,
        list_names(COLUMNS),
        (table.add_version(write_cells(COLUMNS, initiative, names)) for initiative in rows),
    )


def preview_import(data: bytes, *, by: Actor, progress: Progress = ignore_progress) -> Plan:
    """The changes that importing this file would make; nothing is stored. Raises NotAllowed, or Refused for a wrong
    file."""
    names = load_name_indexes()
    return dry_run_plan(_build_plan(data, names, by, progress), lambda row: _store_row(row, names, by))


def _build_plan(data: bytes, names: Indexes, by: Actor, progress: Progress = ignore_progress) -> Plan:
    if not can_review(by):
        raise NotAllowed(_("Alleen een redacteur kan een bestand inlezen."))
    sheet = workbooks.read_table(data, SHEET, map_readers(COLUMNS))
    check_required(COLUMNS, sheet.columns)
    lines = sheet.lines
    slugs = {line.cells.get("adres", "") for line in lines} - {""}
    stored_cells = {initiative.slug: write_cells(COLUMNS, initiative, names) for initiative in _load_by_slug(slugs)}
    rows = []
    for number, line in enumerate(lines, 1):
        current_cells = stored_cells.get(line.cells.get("adres", ""))
        check = partial(_check_row, line.cells, names)
        rows.append(table.plan_row(SHEET, line, line.cells.get("naam", ""), current_cells, check))
        progress(number, len(lines))
    return Plan(tuple(table.mark_duplicates(rows, lambda row: row.cells.get("adres", ""))), unread=sheet.unread)


def find_look_alikes(plan: Plan) -> dict[int, str]:
    """For each new row, by line number: the names of existing initiatives that resemble it."""
    look_alikes = {
        row.line: look_alike_rows.find_look_alikes(row.name) for row in plan.rows if row.kind is RowKind.NEW
    }
    return {line: ", ".join(match.name for match in matches) for line, matches in look_alikes.items() if matches}


@transaction.atomic
def import_workbook(data: bytes, *, by: Actor) -> int:
    """Store what the preview showed, and publish new initiatives; returns how many rows changed something.

    Stores all rows or none. Raises NotAllowed, or Refused with the first rows that are stale or wrong.
    """
    names = load_name_indexes()
    return store_plan(_build_plan(data, names, by), lambda row: _store_row(row, names, by))


def _load_by_slug(slugs: Iterable[str]) -> list[Initiative]:
    wanted, loaded = sorted(slugs), []
    for start in range(0, len(wanted), 500):
        loaded += list(Initiative.objects.filter(slug__in=wanted[start : start + 500]).with_everything())
    return loaded


def _check_row(cells: Cells, names: Indexes) -> None:
    """Raise ValueError with a message for the user if the row cannot be stored."""
    facts = _parse_row(cells, names)
    for field in FIELDS:
        if field.is_list and field.name in facts:
            initiatives.check_list(field, facts[field.name])
    initiative = Initiative(slug="x", state_at=now())
    for name in STORED_COLUMNS:
        if name in facts:
            setattr(initiative, name, facts[name])
    # Checking a constraint costs a query for each row; those that a row can break are checked here instead.
    if initiative.begins_on and initiative.ends_on and initiative.ends_on < initiative.begins_on:
        raise ValueError(_("Het einde moet na het begin liggen."))
    if (
        initiative.costs_low is not None
        and initiative.costs_high is not None
        and initiative.costs_high < initiative.costs_low
    ):
        raise ValueError(_("Het hoogste bedrag moet minstens het laagste zijn."))
    # Columns that the file lacks leave their fields unchanged.
    absent = [name for name in STORED_COLUMNS if name not in facts]
    try:
        initiative.clean_fields(exclude=["slug", "submission", "state_by", "lead", *absent])
    except ValidationError as error:
        columns = {name: column.name for column in COLUMNS for name in column.fields}
        sentences = (
            f"{columns.get(name, name)}: {' '.join(messages)}" for name, messages in error.message_dict.items()
        )
        raise ValueError("; ".join(sentences)) from error


def _parse_row(cells: Cells, names: Indexes) -> Facts:
    """The row as facts for `update_initiative`. Raises ValueError with a message for the user."""
    facts = parse_cells(COLUMNS, cells, names)
    if facts.get("phase") == "stopped" and not cells.get("lessen", "x").strip():
        raise ValueError(_("Wat stopte heeft minstens één les: wat moeten anderen weten?"))
    if not cells.get("adres") and not facts.get("themes"):
        raise ValueError(_("Kies eerst een thema."))
    return facts


def _store_row(row: PlannedRow, names: Indexes, by: Actor) -> None:
    facts = _parse_row(row.cells, names)
    if row.kind is RowKind.CHANGED:
        initiatives.update_initiative(Initiative.objects.get(slug=row.cells["adres"]), facts, by=by)
        return
    initiative = store_record(
        Initiative(
            slug=submissions.find_free_slug(facts["title"]),
            title=facts["title"],
            summary=facts.get("summary", ""),
            state_at=now(),
            next_review_on=today() + initiatives.REVIEW_INTERVAL,
        )
    )
    take_initiative_step(initiatives.update_initiative(initiative, facts, by=by), Step.PUBLISH, by=by)
