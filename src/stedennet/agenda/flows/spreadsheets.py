"""Exports the actions of an edition to a spreadsheet, and imports them: first a preview, then all rows or none.

Each row carries the version that it was exported from. If the action changed meanwhile the row is stale and nothing is
stored: the editor exports a new file.
"""

from collections.abc import Collection, Mapping
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core import import_plans as table
from stedennet.core import workbooks
from stedennet.core.access import Actor
from stedennet.core.day_texts import parse_day_text
from stedennet.core.dry_runs import dry_run_plan
from stedennet.core.errors import DomainError, NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.core.import_plans import NameIndex, Plan, PlannedRow, Progress, RowKind, ignore_progress
from stedennet.core.workbooks import Line, Sheet, Table
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.names import list_keys_by_name
from stedennet.network.rules.names import normalise_name

from ..access import can_edit_agenda
from ..models import Action, Commitment, CommitmentPartner, Edition, Milestone
from ..models.fields import SDGS
from ..rules import spreadsheet_columns
from ..rules.editions import OPEN
from .records import remove_record, save_record

Cells = Mapping[str, str]
EMPTY_TABLE = Table([], ())


class _NameIndexes:
    """The names of organisations and themes, read once."""

    def __init__(self) -> None:
        rows = Organisation.objects.values_list("pk", "slug", "name")
        self.organisations = NameIndex(rows, spoken=list_keys_by_name(), folded=normalise_name)
        self.themes = NameIndex(Theme.objects.values_list("pk", "slug", "name"))


def build_workbook(edition: Edition, codes: Collection[str] | None = None) -> bytes:
    """An Excel file with the edition's actions and their milestones; only those with `codes` if given."""
    names = _NameIndexes()
    actions = _load_action_cells(edition, names)
    keys = [code for code in actions if codes is None or code in codes]
    milestones = [row for row in _load_milestone_cells(edition).values() if row["actie"] in keys]
    return workbooks.write_workbook(
        [
            Sheet(
                spreadsheet_columns.ACTIONS,
                spreadsheet_columns.ACTION_COLUMNS,
                [table.add_version(actions[code]) for code in keys],
            ),
            Sheet(
                spreadsheet_columns.MILESTONES,
                spreadsheet_columns.MILESTONE_COLUMNS,
                [table.add_version(row) for row in milestones],
            ),
        ]
    )


def preview_import(edition: Edition, data: bytes, *, by: Actor, progress: Progress = ignore_progress) -> Plan:
    """Find the changes that this file would make. Raises NotAllowed, or Refused for a file of another kind."""
    names = _NameIndexes()
    return dry_run_plan(
        _build_plan(edition, data, names, by, progress), lambda row: _store_row(edition, row, names, by)
    )


def _build_plan(
    edition: Edition, data: bytes, names: _NameIndexes, by: Actor, progress: Progress = ignore_progress
) -> Plan:
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur kan een bestand inlezen."))
    sheet_names = {name.casefold() for name in workbooks.list_sheet_names(data)}
    has_actions = spreadsheet_columns.ACTIONS in sheet_names or spreadsheet_columns.MILESTONES not in sheet_names
    of_actions = (
        workbooks.read_table(data, spreadsheet_columns.ACTIONS, spreadsheet_columns.ACTION_READERS)
        if has_actions
        else EMPTY_TABLE
    )
    of_milestones = (
        workbooks.read_table(data, spreadsheet_columns.MILESTONES, spreadsheet_columns.MILESTONE_READERS)
        if spreadsheet_columns.MILESTONES in sheet_names
        else EMPTY_TABLE
    )
    if has_actions and "code" not in of_actions.columns:
        raise Refused(_("Dit bestand heeft geen kolom “code”."))
    actions, milestones = of_actions.lines, of_milestones.lines
    stored = _load_action_cells(edition, names)
    is_open = edition.status in OPEN
    planned = []
    for number, line in enumerate(actions, 1):
        planned.append(_plan_action(line, stored, names, is_open=is_open))
        progress(number, len(actions))
    codes = {*stored, *(line.cells.get("code", "") for line in actions)}
    planned += _plan_milestones(milestones, _load_milestone_cells(edition), codes)
    rows = tuple(table.mark_duplicates(planned, _row_key))
    imported = {row.name for row in rows if row.sheet == spreadsheet_columns.ACTIONS}
    absent = tuple(code for code in stored if code not in imported) if has_actions else ()
    return Plan(rows, absent, (*of_actions.unread, *of_milestones.unread))


@transaction.atomic
def import_workbook(edition: Edition, data: bytes, *, by: Actor) -> int:
    """Store what the preview showed, all or nothing; returns how many rows changed something.

    Raises NotAllowed, or Refused with the first rows that are stale or wrong.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    names = _NameIndexes()
    plan = _build_plan(edition, data, names, by)
    if plan.problems:
        raise Refused(table.format_refusal(plan.problems))
    for row in plan.work:
        try:
            _store_row(edition, row, names, by)
        except DomainError as error:
            raise Refused(
                _("Er is niets opgeslagen. %(rows)s") % {"rows": table.format_at_row(row, error.message)}
            ) from error
    record_act(edition, "agenda.imported", by=by, rows=len(plan.work))
    return len(plan.work)


def _store_row(edition: Edition, row: PlannedRow, names: _NameIndexes, by: Actor) -> None:
    if row.sheet == spreadsheet_columns.ACTIONS:
        _store_action(edition, row, names, by)
    else:
        _store_milestone(row, by)


def _load_action_cells(edition: Edition, names: _NameIndexes) -> dict[str, dict[str, str]]:
    rows = Commitment.objects.in_edition(edition).in_full()
    return {commitment.action.code: _build_action_cells(commitment, names) for commitment in rows}


def _build_action_cells(commitment: Commitment, names: _NameIndexes) -> dict[str, str]:
    texts = {
        column: workbooks.format_cell(getattr(commitment, name)) for column, name in spreadsheet_columns.TEXTS.items()
    }
    partners = [
        table.format_partner(
            names.organisations.word(partner.organisation_id),
            spreadsheet_columns.format_partner_part(partner.role, partner.part),
        )
        for partner in commitment.partners.all()
    ]
    return texts | {
        "code": commitment.action.code,
        "volgorde": str(commitment.position),
        "verantwoordelijk": names.organisations.word(commitment.responsible_id),
        "partners": table.join_cell(sorted(partners)),
        "themas": "; ".join(sorted(names.themes.word(theme.pk) for theme in commitment.themes.all())),
        "begint": table.format_day_cell(commitment.begins_on, commitment.begins_precision),
        "klaar": table.format_day_cell(commitment.ends_on, commitment.ends_precision),
        "kosten_vanaf": workbooks.format_cell(commitment.budget_low),
        "kosten_tot": workbooks.format_cell(commitment.budget_high),
        "sdgs": "; ".join(map(str, sorted(commitment.sdgs))),
        "hangt_af_van": "; ".join(sorted(action.code for action in commitment.depends_on.all())),
        "fase": spreadsheet_columns.PHASES.get(commitment.action.phase, ""),
    }


def _load_milestone_cells(edition: Edition) -> dict[str, dict[str, str]]:
    rows = Milestone.objects.filter(action__commitments__edition=edition).order_by("action__code", "due_on", "pk")
    # Plain rows: building ten thousand model instances would take longer than the whole file.
    plain = rows.values_list(
        "pk", "action__code", "title", "due_on", "precision", "state", "completed_on", "source_url"
    )
    return {
        str(pk): {
            "nummer": str(pk),
            "actie": code,
            "mijlpaal": workbooks.format_cell(title),
            "klaar": table.format_day_cell(due_on, precision),
            "stand": spreadsheet_columns.STATES[state],
            "gehaald_op": workbooks.format_cell(completed_on),
            "bron": source_url,
        }
        for pk, code, title, due_on, precision, state, completed_on, source_url in plain
    }


def _plan_action(line: Line, stored: Mapping[str, Cells], names: _NameIndexes, *, is_open: bool) -> PlannedRow:
    code = line.cells.get("code", "")
    row = table.plan_row(
        spreadsheet_columns.ACTIONS, line, code, stored.get(code), partial(_parse_action, line.cells, names)
    )
    if is_open or row.kind in (RowKind.SAME, *table.STOPPING_KINDS):
        return row
    if row.kind is RowKind.NEW or any(
        change.column not in spreadsheet_columns.EDITABLE_WHEN_FROZEN for change in row.changes
    ):
        return table.mark_wrong(row, _("Deze editie ligt vast. Wijzig de volgende editie."))
    return row


def _plan_milestones(lines: list[Line], stored: Mapping[str, Cells], codes: set[str]) -> list[PlannedRow]:
    planned = []
    for line in lines:
        name = line.cells.get("mijlpaal", "") or line.cells.get("nummer", "")
        stored_cells = stored.get(line.cells.get("nummer", ""))
        row = table.plan_row(
            spreadsheet_columns.MILESTONES, line, name, stored_cells, partial(_parse_milestone, line.cells)
        )
        if row.kind not in table.STOPPING_KINDS and line.cells.get("actie", "") not in codes:
            row = table.mark_wrong(
                row, _("De actie “%(code)s” staat niet in deze editie.") % {"code": line.cells.get("actie")}
            )
        if (
            row.kind is RowKind.CHANGED
            and stored_cells
            and line.cells.get("actie", stored_cells["actie"]) != stored_cells["actie"]
        ):
            row = table.mark_wrong(row, _("Een mijlpaal blijft bij haar actie."))
        planned.append(row)
    return planned


def _row_key(row: PlannedRow) -> str:
    return row.name if row.sheet == spreadsheet_columns.ACTIONS else row.cells.get("nummer", "")


def _parse_action(cells: Cells, names: _NameIndexes) -> dict[str, object]:
    """The fields of a commitment that this row sets. Raises ValueError with a message."""
    if not cells.get("code"):
        raise ValueError(_("Een actie heeft een code nodig, zoals SM-1."))
    values: dict[str, object] = {
        name: cells[column] for column, name in spreadsheet_columns.TEXTS.items() if column in cells
    }
    if "volgorde" in cells:
        values["position"] = table.parse_whole_number(cells["volgorde"]) or 1
    if "verantwoordelijk" in cells:
        name = cells["verantwoordelijk"]
        values["responsible_id"] = names.organisations.key(name) if name else None
    for column, name in (("kosten_vanaf", "budget_low"), ("kosten_tot", "budget_high")):
        if column in cells:
            values[name] = table.parse_whole_number(cells[column])
    for column, name in (("begint", "begins"), ("klaar", "ends")):
        if column in cells:
            values[f"{name}_on"], values[f"{name}_precision"] = parse_day_text(cells[column])
    if "sdgs" in cells:
        values["sdgs"] = [_parse_goal(goal) for goal in table.split_cell(cells["sdgs"])]
    _parse_links(cells, names)
    table.parse_word(cells.get("fase", ""), spreadsheet_columns.PHASES)
    return values


def _parse_links(cells: Cells, names: _NameIndexes) -> tuple[dict[int, str], list[int], list[str]]:
    """Partners with their roles, themes, and codes of actions it depends on. Raises ValueError with a message."""
    partners = dict(table.parse_partner(partner) for partner in table.split_cell(cells.get("partners", "")))
    return (
        {names.organisations.key(name): role for name, role in partners.items()},
        [names.themes.key(theme) for theme in table.split_cell(cells.get("themas", ""))],
        table.split_cell(cells.get("hangt_af_van", "")),
    )


def _parse_goal(text: str) -> int:
    number = table.parse_whole_number(text)
    if number is None or number not in SDGS:
        raise ValueError(_("Noem de doelen met hun nummer, van 1 tot en met 17, elk één keer."))
    return number


def _parse_milestone(cells: Cells) -> dict[str, object]:
    """The fields of a milestone that this row sets. Raises ValueError with a message."""
    values: dict[str, object] = {}
    for column, name in (("mijlpaal", "title"), ("bron", "source_url")):
        if column in cells:
            values[name] = cells[column]
    if "klaar" in cells:
        values["due_on"], values["precision"] = parse_day_text(cells["klaar"])
    if "stand" in cells:
        values["state"] = table.parse_word(cells["stand"], spreadsheet_columns.STATES) or Milestone.State.PLANNED
    if "gehaald_op" in cells:
        values["completed_on"] = table.parse_whole_day(cells["gehaald_op"])
    return values


def _store_action(edition: Edition, row: PlannedRow, names: _NameIndexes, by: Actor) -> None:
    action = Action.objects.filter(code=row.name).first() or save_record(Action(code=row.name), by=by)
    values = _parse_action(row.cells, names)
    commitment = Commitment.objects.filter(edition=edition, action=action).first()
    changed = {change.column for change in row.changes}
    if commitment is None or changed - set(spreadsheet_columns.EDITABLE_WHEN_FROZEN):
        commitment = commitment or Commitment(edition=edition, action=action)
        for name, value in values.items():
            setattr(commitment, name, value)
        save_record(commitment, by=by)
        _store_links(commitment, row.cells, names, by)
    if "fase" in row.cells and spreadsheet_columns.PHASES.get(action.phase, "") != row.cells["fase"]:
        action.phase = table.parse_word(row.cells["fase"], spreadsheet_columns.PHASES)
        save_record(action, by=by)


def _store_links(commitment: Commitment, cells: Cells, names: _NameIndexes, by: Actor) -> None:
    partners, themes, needed = _parse_links(cells, names)
    if "themas" in cells:
        commitment.themes.set(themes)
    if "hangt_af_van" in cells:
        actions = Action.objects.filter(code__in=needed)
        unknown = sorted(set(needed) - {action.code for action in actions})
        if unknown:
            raise Refused(_("“%(word)s” staat niet in het register.") % {"word": ", ".join(unknown)})
        commitment.depends_on.set(actions)
    if "partners" in cells:
        for absent in commitment.partners.exclude(organisation__in=list(partners)):
            remove_record(absent, by=by)
        for key, role in partners.items():
            existing = commitment.partners.filter(organisation_id=key).first()
            partner = existing or CommitmentPartner(commitment=commitment, organisation_id=key)
            partner.role, partner.part = spreadsheet_columns.parse_partner_part(role)
            save_record(partner, by=by)


def _store_milestone(row: PlannedRow, by: Actor) -> None:
    number = row.cells.get("nummer", "")
    milestone = Milestone.objects.get(pk=number) if row.kind is RowKind.CHANGED else Milestone()
    if milestone.pk is None:
        milestone.action = Action.objects.get(code=row.cells.get("actie", ""))
    for name, value in _parse_milestone(row.cells).items():
        setattr(milestone, name, value)
    save_record(milestone, by=by)
