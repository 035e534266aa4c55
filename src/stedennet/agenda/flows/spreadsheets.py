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
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.core.import_plans import Plan, PlannedRow, Progress, RowKind, ignore_progress
from stedennet.core.workbooks import Line, Sheet, Table
from stedennet.network.querysets.names import load_name_indexes
from stedennet.network.rules.names import ORGANISATIONS

from ..access import can_edit_agenda
from ..models import Action, Commitment, CommitmentPartner, Edition, Milestone
from ..rules import spreadsheet_columns as columns
from ..rules.editions import OPEN
from .records import remove_record, save_record

EMPTY_TABLE = Table([], ())
PARTNERS = {"partners": False, "mede_verantwoordelijk": True}
"""The columns with partners, and whether those share the responsibility."""


def build_workbook(edition: Edition, codes: Collection[str] | None = None) -> bytes:
    """An Excel file with the edition's actions and their milestones; only those with `codes` if given."""
    names = load_name_indexes()
    actions = _load_action_cells(edition, names)
    keys = [code for code in actions if codes is None or code in codes]
    milestones = [row for row in _load_milestone_cells(edition).values() if row["actie"] in keys]
    return workbooks.write_workbook(
        [
            Sheet(
                columns.ACTIONS,
                list_names(columns.ACTION_COLUMNS),
                [table.add_version(actions[code]) for code in keys],
            ),
            Sheet(
                columns.MILESTONES,
                list_names(columns.MILESTONE_COLUMNS),
                [table.add_version(row) for row in milestones],
            ),
        ]
    )


def preview_import(edition: Edition, data: bytes, *, by: Actor, progress: Progress = ignore_progress) -> Plan:
    """Find the changes that this file would make. Raises NotAllowed, or Refused for a file of another kind."""
    names = load_name_indexes()
    return dry_run_plan(
        _build_plan(edition, data, names, by, progress), lambda row: _store_row(edition, row, names, by)
    )


def _build_plan(
    edition: Edition, data: bytes, names: Indexes, by: Actor, progress: Progress = ignore_progress
) -> Plan:
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur kan een bestand inlezen."))
    sheet_names = {name.casefold() for name in workbooks.list_sheet_names(data)}
    has_actions = columns.ACTIONS in sheet_names or columns.MILESTONES not in sheet_names
    of_actions = (
        workbooks.read_table(data, columns.ACTIONS, map_readers(columns.ACTION_COLUMNS))
        if has_actions
        else EMPTY_TABLE
    )
    of_milestones = (
        workbooks.read_table(data, columns.MILESTONES, map_readers(columns.MILESTONE_COLUMNS))
        if columns.MILESTONES in sheet_names
        else EMPTY_TABLE
    )
    if has_actions:
        check_required(columns.ACTION_COLUMNS, of_actions.columns)
    actions, milestones = of_actions.lines, of_milestones.lines
    stored = _load_action_cells(edition, names)
    is_open = edition.status in OPEN
    planned = []
    # Parents before their parts, whatever the order of the rows: a part needs its parent.
    for number, line in enumerate(sorted(actions, key=lambda line: bool(line.cells.get("onderdeel_van"))), 1):
        planned.append(_plan_action(line, stored, names, is_open=is_open))
        progress(number, len(actions))
    codes = {*stored, *(line.cells.get("code", "") for line in actions)}
    planned += _plan_milestones(milestones, _load_milestone_cells(edition), codes)
    rows = tuple(table.mark_duplicates(planned, _row_key))
    imported = {row.name for row in rows if row.sheet == columns.ACTIONS}
    absent = tuple(code for code in stored if code not in imported) if has_actions else ()
    return Plan(rows, absent, (*of_actions.unread, *of_milestones.unread))


@transaction.atomic
def import_workbook(edition: Edition, data: bytes, *, by: Actor) -> int:
    """Store what the preview showed, all or nothing; returns how many rows changed something.

    Raises NotAllowed, or Refused with the first rows that are stale or wrong.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    names = load_name_indexes()
    stored = store_plan(_build_plan(edition, data, names, by), lambda row: _store_row(edition, row, names, by))
    record_act(edition, "agenda.imported", by=by, rows=stored)
    return stored


def _store_row(edition: Edition, row: PlannedRow, names: Indexes, by: Actor) -> None:
    if row.sheet == columns.ACTIONS:
        _store_action(edition, row, names, by)
    else:
        _store_milestone(row, by)


def _load_action_cells(edition: Edition, names: Indexes) -> dict[str, dict[str, str]]:
    rows = Commitment.objects.in_edition(edition).in_full()
    return {commitment.action.code: _build_action_cells(commitment, names) for commitment in rows}


def _build_action_cells(commitment: Commitment, names: Indexes) -> dict[str, str]:
    partners: dict[str, list[str]] = {name: [] for name in PARTNERS}
    for partner in commitment.partners.all():
        organisation = names[ORGANISATIONS].word(partner.organisation_id)
        words = table.format_partner(organisation, columns.format_partner_part(partner.role, partner.part))
        partners["mede_verantwoordelijk" if partner.is_responsible else "partners"].append(words)
    cells = {name: table.join_cell(sorted(words)) for name, words in partners.items()}
    return write_cells(columns.ACTION_COLUMNS, commitment, names) | cells


def _load_milestone_cells(edition: Edition) -> dict[str, dict[str, str]]:
    rows = Milestone.objects.filter(action__commitments__edition=edition).order_by("action__code", "due_on", "pk")
    # Plain rows: building ten thousand model instances would take longer than the whole file.
    fields = [field for column in columns.MILESTONE_COLUMNS for field in column.fields]
    plain = rows.values_list("pk", "action__code", *fields, named=True)
    return {str(row.pk): write_cells(columns.MILESTONE_COLUMNS, row, {}) for row in plain}


def _plan_action(line: Line, stored: Mapping[str, Cells], names: Indexes, *, is_open: bool) -> PlannedRow:
    code = line.cells.get("code", "")
    row = table.plan_row(columns.ACTIONS, line, code, stored.get(code), partial(_parse_action, line.cells, names))
    if is_open or row.kind in (RowKind.SAME, *table.STOPPING_KINDS):
        return row
    if row.kind is RowKind.NEW or any(change.column not in columns.EDITABLE_WHEN_FROZEN for change in row.changes):
        return table.mark_wrong(row, _("Deze editie ligt vast. Wijzig de volgende editie."))
    return row


def _plan_milestones(lines: list[Line], stored: Mapping[str, Cells], codes: set[str]) -> list[PlannedRow]:
    planned = []
    for line in lines:
        name = line.cells.get("mijlpaal", "") or line.cells.get("nummer", "")
        stored_cells = stored.get(line.cells.get("nummer", ""))
        row = table.plan_row(columns.MILESTONES, line, name, stored_cells, partial(_parse_milestone, line.cells))
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
    return row.name if row.sheet == columns.ACTIONS else row.cells.get("nummer", "")


def _parse_action(cells: Cells, names: Indexes) -> Facts:
    """The fields that this row sets. Raises ValueError with a message."""
    if not cells.get("code"):
        raise ValueError(_("Een actie heeft een code nodig, zoals SM-1."))
    facts = parse_cells(columns.ACTION_COLUMNS, cells, names)
    for column in PARTNERS:
        if column in cells:
            roles = dict(table.parse_partner(partner) for partner in table.split_cell(cells[column]))
            facts[column] = {names[ORGANISATIONS].key(name): role for name, role in roles.items()}
    if twice := set(facts.get("partners", {})) & set(facts.get("mede_verantwoordelijk", {})):
        name = names[ORGANISATIONS].word(min(twice))
        raise ValueError(_("“%(name)s” staat bij de partners en bij de medeverantwoordelijken.") % {"name": name})
    return facts


def _parse_milestone(cells: Cells) -> Facts:
    """The fields of a milestone that this row sets. Raises ValueError with a message."""
    return parse_cells(columns.MILESTONE_COLUMNS, cells, {})


def _store_action(edition: Edition, row: PlannedRow, names: Indexes, by: Actor) -> None:
    action = Action.objects.filter(code=row.name).first() or save_record(Action(code=row.name), by=by)
    facts = _parse_action(row.cells, names)
    phase = facts.pop("phase", action.phase)
    if "parent_code" in facts:
        facts["parent"] = _find_parent(edition, str(facts.pop("parent_code")))
    links: Facts = {name: facts.pop(name) for name in ("themes", "depends_on", *PARTNERS) if name in facts}
    commitment = Commitment.objects.filter(edition=edition, action=action).first()
    changed = {change.column for change in row.changes}
    if commitment is None or changed - set(columns.EDITABLE_WHEN_FROZEN):
        commitment = commitment or Commitment(edition=edition, action=action)
        for name, value in facts.items():
            setattr(commitment, name, value)
        save_record(commitment, by=by)
        _store_links(commitment, links, by)
    if phase != action.phase:
        action.phase = phase
        save_record(action, by=by)


def _find_parent(edition: Edition, code: str) -> Commitment | None:
    """The action of this edition with this code; None for an empty one. Raises Refused for another."""
    if not code:
        return None
    parent = edition.commitments.filter(action__code=code).first()
    if parent is None:
        raise Refused(_("De actie “%(code)s” staat niet in deze editie.") % {"code": code})
    return parent


def _store_links(commitment: Commitment, links: Facts, by: Actor) -> None:
    if "themes" in links:
        commitment.themes.set(links["themes"])
    if "depends_on" in links:
        actions = Action.objects.filter(code__in=links["depends_on"])
        unknown = sorted(set(links["depends_on"]) - {action.code for action in actions})
        if unknown:
            raise Refused(_("“%(word)s” staat niet in het register.") % {"word": ", ".join(unknown)})
        commitment.depends_on.set(actions)
    _store_partners(commitment, {name: links[name] for name in PARTNERS if name in links}, by)


def _store_partners(commitment: Commitment, links: Facts, by: Actor) -> None:
    """Partners and other responsible parties; one that moved from one column to the other keeps its record."""
    named = {key for parties in links.values() for key in parties}
    shared = [PARTNERS[column] for column in links]
    for absent in commitment.partners.filter(is_responsible__in=shared).exclude(organisation__in=named):
        remove_record(absent, by=by)
    for column, parties in links.items():
        for key, role in parties.items():
            existing = commitment.partners.filter(organisation_id=key).first()
            partner = existing or CommitmentPartner(commitment=commitment, organisation_id=key)
            partner.is_responsible = PARTNERS[column]
            partner.role, partner.part = columns.parse_partner_part(role)
            save_record(partner, by=by)


def _store_milestone(row: PlannedRow, by: Actor) -> None:
    number = row.cells.get("nummer", "")
    milestone = Milestone.objects.get(pk=number) if row.kind is RowKind.CHANGED else Milestone()
    if milestone.pk is None:
        milestone.action = Action.objects.get(code=row.cells.get("actie", ""))
    for name, value in _parse_milestone(row.cells).items():
        setattr(milestone, name, value)
    save_record(milestone, by=by)
