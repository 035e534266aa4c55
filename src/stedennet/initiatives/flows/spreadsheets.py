"""Exporting initiatives to a spreadsheet and importing one: first a preview, then all rows or none.

`adres` is the slug of the initiative; a row without one is new. A row that somebody changed meanwhile is stale, and
stops the whole import.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.agenda.models.fields import SDGS
from stedennet.core import import_plans as table
from stedennet.core import workbooks
from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.day_texts import parse_day_text
from stedennet.core.dry_runs import dry_run_plan
from stedennet.core.errors import DomainError, NotAllowed, Refused
from stedennet.core.import_plans import NameIndex, Plan, PlannedRow, Progress, RowKind, ignore_progress
from stedennet.core.records import store_record
from stedennet.core.workbooks import Sheet
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.names import list_keys_by_name
from stedennet.network.rules.names import normalise_name

from ..access import can_review
from ..models import Initiative
from ..querysets import look_alikes as look_alike_rows
from ..querysets.initiatives import InitiativeQuerySet
from ..rules.spreadsheet_columns import COLUMNS, LISTS, PHASES, READERS, SHEET, TEXTS
from ..rules.states import Step
from . import initiatives, submissions
from .reviews import take_initiative_step

Cells = Mapping[str, str]


class _NameIndexes:
    """The names of organisations and themes, read once."""

    def __init__(self) -> None:
        organisations = Organisation.objects.values_list("pk", "slug", "name")
        self.organisations = NameIndex(organisations, spoken=list_keys_by_name(), folded=normalise_name)
        self.themes = NameIndex(Theme.objects.values_list("pk", "slug", "name"))


def build_workbook(queryset: InitiativeQuerySet) -> bytes:
    """An Excel file of these initiatives, without contact persons."""
    return workbooks.write_workbook([sheet_of(queryset.with_everything())])


def sheet_of(rows: Iterable[Initiative]) -> Sheet:
    """The sheet that `preview_import` reads, without contact persons; `rows` come from `with_everything()`."""
    names = _NameIndexes()
    return Sheet(SHEET, COLUMNS, (table.add_version(_build_cells(initiative, names)) for initiative in rows))


def preview_import(data: bytes, *, by: Actor, progress: Progress = ignore_progress) -> Plan:
    """The changes that importing this file would make; nothing is stored. Raises NotAllowed, or Refused for a wrong
    file."""
    names = _NameIndexes()
    return dry_run_plan(_build_plan(data, names, by, progress), lambda row: _store_row(row, names, by))


def _build_plan(data: bytes, names: _NameIndexes, by: Actor, progress: Progress = ignore_progress) -> Plan:
    if not can_review(by):
        raise NotAllowed(_("Alleen een redacteur kan een bestand inlezen."))
    sheet = workbooks.read_table(data, SHEET, READERS)
    if "naam" not in sheet.columns:
        raise Refused(_("Dit bestand heeft geen kolom “naam”."))
    lines = sheet.lines
    slugs = {line.cells.get("adres", "") for line in lines} - {""}
    stored_cells = {initiative.slug: _build_cells(initiative, names) for initiative in _load_by_slug(slugs)}
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
    names = _NameIndexes()
    plan = _build_plan(data, names, by)
    if plan.problems:
        raise Refused(table.format_refusal(plan.problems))
    for row in plan.work:
        try:
            _store_row(row, names, by)
        except DomainError as error:
            raise Refused(
                _("Er is niets opgeslagen. %(rows)s") % {"rows": table.format_at_row(row, error.message)}
            ) from error
    return len(plan.work)


def _load_by_slug(slugs: Iterable[str]) -> list[Initiative]:
    wanted, loaded = sorted(slugs), []
    for start in range(0, len(wanted), 500):
        loaded += list(Initiative.objects.filter(slug__in=wanted[start : start + 500]).with_everything())
    return loaded


def _build_cells(initiative: Initiative, names: _NameIndexes) -> dict[str, str]:
    texts = {column: workbooks.format_cell(getattr(initiative, name)) for column, name in TEXTS.items()}
    newest_step = max(
        initiative.steps.all(),
        key=lambda phase_step: (phase_step.on is not None, phase_step.on, phase_step.pk),
        default=None,
    )
    lists = initiatives.format_lists(initiative)
    return (
        texts
        | {column: lists[name] for column, name in LISTS.items()}
        | {
            "adres": initiative.slug,
            "themas": "; ".join(sorted(names.themes.word(theme.pk) for theme in initiative.themes.all())),
            "steden": "; ".join(sorted(names.organisations.word(city.pk) for city in initiative.cities.all())),
            "trekker": names.organisations.word(initiative.lead_id),
            "fase": PHASES.get(initiative.phase, ""),
            "fase_sinds": table.format_day_cell(newest_step.on, newest_step.precision) if newest_step else "",
            "begint": table.format_day_cell(initiative.begins_on, initiative.begins_precision),
            "eindigt": table.format_day_cell(initiative.ends_on, initiative.ends_precision),
            "kosten_vanaf": workbooks.format_cell(initiative.costs_low),
            "kosten_tot": workbooks.format_cell(initiative.costs_high),
            "sdgs": "; ".join(map(str, sorted(initiative.sdgs))),
        }
    )


def _check_row(cells: Cells, names: _NameIndexes) -> None:
    """Raise ValueError with a message for the user if the row cannot be stored."""
    facts = _parse_row(cells, names)
    for column, name in LISTS.items():
        if column in cells:
            initiatives.check_list(name, cells[column])
    initiative = Initiative(slug="x", state_at=now())
    for name, value in facts.items():
        if name in (*initiatives.TEXT_FIELDS, *initiatives.PLAIN_FIELDS):
            setattr(initiative, name, value)
    # Checking a constraint costs a query for each row; those that a row can break are checked here instead.
    if initiative.begins_on and initiative.ends_on and initiative.ends_on < initiative.begins_on:
        raise ValueError(_("Het einde moet na het begin liggen."))
    if (
        initiative.costs_low is not None
        and initiative.costs_high is not None
        and initiative.costs_high < initiative.costs_low
    ):
        raise ValueError(_("Het hoogste bedrag moet minstens het laagste zijn."))
    try:
        initiative.clean_fields(
            exclude=["slug", "submission", "state_by", *(name for name in _list_absent_fields(cells))]
        )
    except ValidationError as error:
        columns = {name: column for column, name in TEXTS.items()}
        sentences = (
            f"{columns.get(name, name)}: {' '.join(messages)}" for name, messages in error.message_dict.items()
        )
        raise ValueError("; ".join(sentences)) from error


def _list_absent_fields(cells: Cells) -> list[str]:
    # Columns that the file lacks leave their fields unchanged.
    return [name for column, name in TEXTS.items() if column not in cells]


def _parse_row(cells: Cells, names: _NameIndexes) -> dict[str, Any]:
    """The row as facts for `update_initiative`. Raises ValueError with a message for the user."""
    facts: dict[str, Any] = {name: cells[column] for column, name in TEXTS.items() if column in cells}
    facts |= {name: cells[column] for column, name in LISTS.items() if column in cells}
    if "themas" in cells:
        facts["themes"] = [names.themes.key(cell) for cell in table.split_cell(cells["themas"])]
    if "steden" in cells:
        facts["cities"] = [names.organisations.key(cell) for cell in table.split_cell(cells["steden"])]
    if "trekker" in cells:
        facts["lead_id"] = names.organisations.key(cells["trekker"]) if cells["trekker"] else None
    for column, name in (("begint", "begins"), ("eindigt", "ends")):
        if column in cells:
            facts[f"{name}_on"], facts[f"{name}_precision"] = parse_day_text(cells[column])
    for column, name in (("kosten_vanaf", "costs_low"), ("kosten_tot", "costs_high")):
        if column in cells:
            facts[name] = table.parse_whole_number(cells[column])
    if "sdgs" in cells:
        facts["sdgs"] = [_parse_goal(cell) for cell in table.split_cell(cells["sdgs"])]
    if "fase" in cells:
        facts["phase"] = table.parse_word(cells["fase"], PHASES)
        facts["phase_on"], facts["phase_precision"] = parse_day_text(cells.get("fase_sinds", ""))
    if facts.get("phase") == "stopped" and not cells.get("lessen", "x").strip():
        raise ValueError(_("Wat stopte heeft minstens één les: wat moeten anderen weten?"))
    if not cells.get("adres") and not facts.get("themes"):
        raise ValueError(_("Kies eerst een thema."))
    return facts


def _parse_goal(text: str) -> int:
    number = table.parse_whole_number(text)
    if number is None or number not in SDGS:
        raise ValueError(_("Noem de doelen met hun nummer, van 1 tot en met 17, elk één keer."))
    return number


def _store_row(row: PlannedRow, names: _NameIndexes, by: Actor) -> None:
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
