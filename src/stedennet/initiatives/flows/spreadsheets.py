"""Initiatives out to a spreadsheet and in again: first a preview, then all rows or none.

`adres` names the initiative; empty is a new one. Rows that somebody changed meanwhile are stale and stop everything.
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
from ..rules.spreadsheet_columns import COLUMNS, LISTS, PHASES, READERS, SHEET, TEXTS
from ..rules.states import Step
from . import initiatives, submissions
from .reviews import take_initiative_step

Cells = Mapping[str, str]


class _NameIndexes:
    """What organisations and themes are called, read once."""

    def __init__(self) -> None:
        rows = Organisation.objects.values_list("pk", "slug", "name")
        self.organisations = NameIndex(rows, spoken=list_keys_by_name(), folded=normalise_name)
        self.themes = NameIndex(Theme.objects.values_list("pk", "slug", "name"))


def build_workbook(rows: Any) -> bytes:
    """An Excel file of these initiatives; no persons."""
    return workbooks.write_workbook([sheet_of(rows.with_everything())])


def sheet_of(rows: Iterable[Initiative]) -> Sheet:
    """The sheet of initiatives that `preview` reads; `rows` come from `with_everything()`; no persons."""
    words = _NameIndexes()
    return Sheet(SHEET, COLUMNS, (table.add_version(_build_cells(one, words)) for one in rows))


def preview_import(data: bytes, *, by: Actor, progress: Progress = ignore_progress) -> Plan:
    """What this file would change, tried and taken back. Raises NotAllowed, or Refused for what is no such file."""
    words = _NameIndexes()
    return dry_run_plan(_build_plan(data, words, by, progress), lambda row: _store_row(row, words, by))


def _build_plan(data: bytes, words: _NameIndexes, by: Actor, progress: Progress = ignore_progress) -> Plan:
    if not can_review(by):
        raise NotAllowed(_("Alleen een redacteur kan een bestand inlezen."))
    sheet = workbooks.read_table(data, SHEET, READERS)
    if "naam" not in sheet.columns:
        raise Refused(_("Dit bestand heeft geen kolom “naam”."))
    found = sheet.lines
    given = {line.cells.get("adres", "") for line in found} - {""}
    stored = {one.slug: _build_cells(one, words) for one in _load_by_slug(given)}
    rows = []
    for number, line in enumerate(found, 1):
        now_stored = stored.get(line.cells.get("adres", ""))
        check = partial(_check_row, line.cells, words)
        rows.append(table.plan_row(SHEET, line, line.cells.get("naam", ""), now_stored, check))
        progress(number, len(found))
    return Plan(tuple(table.mark_duplicates(rows, lambda row: row.cells.get("adres", ""))), unread=sheet.unread)


def find_look_alikes(plan: Plan) -> dict[int, str]:
    """For each line of a new row the names of what is there already and resembles it."""
    found = {row.line: look_alike_rows.find_look_alikes(row.name) for row in plan.rows if row.kind is RowKind.NEW}
    return {line: ", ".join(one.name for one in like) for line, like in found.items() if like}


@transaction.atomic
def import_workbook(data: bytes, *, by: Actor) -> int:
    """Store what the preview showed, new ones published; returns how many rows changed something. All or nothing.

    Raises NotAllowed, or Refused with the first rows that are stale or wrong.
    """
    words = _NameIndexes()
    plan = _build_plan(data, words, by)
    if plan.problems:
        raise Refused(table.format_refusal(plan.problems))
    for row in plan.work:
        try:
            _store_row(row, words, by)
        except DomainError as error:
            raise Refused(
                _("Er is niets opgeslagen. %(rows)s") % {"rows": table.format_at_row(row, error.message)}
            ) from error
    return len(plan.work)


def _load_by_slug(slugs: Iterable[str]) -> list[Initiative]:
    wanted, found = sorted(slugs), []
    for start in range(0, len(wanted), 500):
        found += list(Initiative.objects.filter(slug__in=wanted[start : start + 500]).with_everything())
    return found


def _build_cells(one: Initiative, words: _NameIndexes) -> dict[str, str]:
    texts = {column: workbooks.format_cell(getattr(one, name)) for column, name in TEXTS.items()}
    step = max(one.steps.all(), key=lambda row: (row.on is not None, row.on, row.pk), default=None)
    lists = initiatives.format_lists(one)
    return (
        texts
        | {column: lists[name] for column, name in LISTS.items()}
        | {
            "adres": one.slug,
            "themas": "; ".join(sorted(words.themes.word(theme.pk) for theme in one.themes.all())),
            "steden": "; ".join(sorted(words.organisations.word(city.pk) for city in one.cities.all())),
            "trekker": words.organisations.word(one.lead_id),
            "fase": PHASES.get(one.phase, ""),
            "fase_sinds": table.format_day_cell(step.on, step.precision) if step else "",
            "begint": table.format_day_cell(one.begins_on, one.begins_precision),
            "eindigt": table.format_day_cell(one.ends_on, one.ends_precision),
            "kosten_vanaf": workbooks.format_cell(one.costs_low),
            "kosten_tot": workbooks.format_cell(one.costs_high),
            "sdgs": "; ".join(map(str, sorted(one.sdgs))),
        }
    )


def _check_row(cells: Cells, words: _NameIndexes) -> None:
    """Raises ValueError with a sentence for what cannot be stored, before anything is."""
    facts = _parse_row(cells, words)
    for column, name in LISTS.items():
        if column in cells:
            initiatives.check_list(name, cells[column])
    one = Initiative(slug="x", state_at=now())
    for name, value in facts.items():
        if name in (*initiatives.TEXT_FIELDS, *initiatives.PLAIN_FIELDS):
            setattr(one, name, value)
    # Each constraint would ask the database, for each row; those that a row can break are checked here.
    if one.begins_on and one.ends_on and one.ends_on < one.begins_on:
        raise ValueError(_("Het einde moet na het begin liggen."))
    if one.costs_low is not None and one.costs_high is not None and one.costs_high < one.costs_low:
        raise ValueError(_("Het hoogste bedrag moet minstens het laagste zijn."))
    try:
        one.clean_fields(exclude=["slug", "submission", "state_by", *(name for name in _list_absent_fields(cells))])
    except ValidationError as error:
        columns = {name: column for column, name in TEXTS.items()}
        sentences = (f"{columns.get(name, name)}: {' '.join(found)}" for name, found in error.message_dict.items())
        raise ValueError("; ".join(sentences)) from error


def _list_absent_fields(cells: Cells) -> list[str]:
    # What a changed row does not speak of stays as it is.
    return [name for column, name in TEXTS.items() if column not in cells]


def _parse_row(cells: Cells, words: _NameIndexes) -> dict[str, Any]:
    """What the row says, as `describe` stores it. Raises ValueError with a sentence."""
    facts: dict[str, Any] = {name: cells[column] for column, name in TEXTS.items() if column in cells}
    facts |= {name: cells[column] for column, name in LISTS.items() if column in cells}
    if "themas" in cells:
        facts["themes"] = [words.themes.key(one) for one in table.split_cell(cells["themas"])]
    if "steden" in cells:
        facts["cities"] = [words.organisations.key(one) for one in table.split_cell(cells["steden"])]
    if "trekker" in cells:
        facts["lead_id"] = words.organisations.key(cells["trekker"]) if cells["trekker"] else None
    for column, name in (("begint", "begins"), ("eindigt", "ends")):
        if column in cells:
            facts[f"{name}_on"], facts[f"{name}_precision"] = parse_day_text(cells[column])
    for column, name in (("kosten_vanaf", "costs_low"), ("kosten_tot", "costs_high")):
        if column in cells:
            facts[name] = table.parse_whole_number(cells[column])
    if "sdgs" in cells:
        facts["sdgs"] = [_parse_goal(one) for one in table.split_cell(cells["sdgs"])]
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


def _store_row(row: PlannedRow, words: _NameIndexes, by: Actor) -> None:
    facts = _parse_row(row.cells, words)
    if row.kind is RowKind.CHANGED:
        initiatives.update_initiative(Initiative.objects.get(slug=row.cells["adres"]), facts, by=by)
        return
    made = store_record(
        Initiative(
            slug=submissions.find_free_slug(facts["title"]),
            title=facts["title"],
            summary=facts.get("summary", ""),
            state_at=now(),
            next_review_on=today() + initiatives.REVIEW_INTERVAL,
        )
    )
    take_initiative_step(initiatives.update_initiative(made, facts, by=by), Step.PUBLISH, by=by)
