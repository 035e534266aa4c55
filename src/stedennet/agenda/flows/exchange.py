"""Actions of an edition out to a spreadsheet and in again: first a preview, then all rows or none.

A row names the version that its writer saw. When somebody changed the action meanwhile the row is stale, and nothing
is stored: the writer takes a new file.
"""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core import sheets as table
from stedennet.core import workbooks
from stedennet.core.access import Actor
from stedennet.core.day_texts import day_from_text
from stedennet.core.errors import DomainError, NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.core.rehearsals import rehearsed
from stedennet.core.sheets import Kind, Names, Plan, PlannedRow, Progress, unheard
from stedennet.core.workbooks import Line, Sheet, Table
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.names import spoken
from stedennet.network.rules.names import asked

from ..access import can_keep_agenda
from ..models import Action, Commitment, CommitmentPartner, Edition, Milestone
from ..models.fields import SDGS
from ..rules import sheets
from ..rules.editions import OPEN
from .keeping import keep, remove

Cells = Mapping[str, str]
NO_TABLE = Table([], ())


class _Words:
    """What organisations and themes are called, read once."""

    def __init__(self) -> None:
        rows = Organisation.objects.values_list("pk", "slug", "name")
        self.organisations = Names(rows, spoken=spoken(), folded=asked)
        self.themes = Names(Theme.objects.values_list("pk", "slug", "name"))


def workbook_of(edition: Edition, codes: Collection[str] | None = None) -> bytes:
    """An Excel file with the edition's actions and their milestones; only those with `codes` when given."""
    words = _Words()
    actions = _stored_actions(edition, words)
    keys = [code for code in actions if codes is None or code in codes]
    milestones = [row for row in _stored_milestones(edition).values() if row["actie"] in keys]
    return workbooks.write(
        [
            Sheet(sheets.ACTIONS, sheets.ACTION_COLUMNS, [table.versioned(actions[code]) for code in keys]),
            Sheet(sheets.MILESTONES, sheets.MILESTONE_COLUMNS, [table.versioned(row) for row in milestones]),
        ]
    )


def preview(edition: Edition, data: bytes, *, by: Actor, progress: Progress = unheard) -> Plan:
    """What this file would change, tried and taken back. Raises NotAllowed, or Refused for what is no such file."""
    words = _Words()
    return rehearsed(_plan(edition, data, words, by, progress), lambda row: _store(edition, row, words, by))


def _plan(edition: Edition, data: bytes, words: _Words, by: Actor, progress: Progress = unheard) -> Plan:
    if not can_keep_agenda(by):
        raise NotAllowed(_("Alleen een redacteur kan een bestand inlezen."))
    names = {name.casefold() for name in workbooks.sheet_names(data)}
    has_actions = sheets.ACTIONS in names or sheets.MILESTONES not in names
    of_actions = workbooks.read_table(data, sheets.ACTIONS, sheets.ACTION_READERS) if has_actions else NO_TABLE
    of_milestones = (
        workbooks.read_table(data, sheets.MILESTONES, sheets.MILESTONE_READERS)
        if sheets.MILESTONES in names
        else NO_TABLE
    )
    if has_actions and "code" not in of_actions.columns:
        raise Refused(_("Dit bestand heeft geen kolom “code”."))
    actions, milestones = of_actions.lines, of_milestones.lines
    stored = _stored_actions(edition, words)
    is_open = edition.status in OPEN
    planned = []
    for number, one in enumerate(actions, 1):
        planned.append(_planned_action(one, stored, words, is_open=is_open))
        progress(number, len(actions))
    codes = {*stored, *(one.cells.get("code", "") for one in actions)}
    planned += _planned_milestones(milestones, _stored_milestones(edition), codes)
    rows = tuple(table.only_once(planned, _key))
    given = {one.name for one in rows if one.sheet == sheets.ACTIONS}
    absent = tuple(code for code in stored if code not in given) if has_actions else ()
    return Plan(rows, absent, (*of_actions.unread, *of_milestones.unread))


@transaction.atomic
def carry_out(edition: Edition, data: bytes, *, by: Actor) -> int:
    """Store what the preview showed; returns how many rows changed something. All or nothing.

    Raises NotAllowed, or Refused with the first rows that are stale or wrong.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    words = _Words()
    plan = _plan(edition, data, words, by)
    if plan.problems:
        raise Refused(table.refusal(plan.problems))
    for row in plan.work:
        try:
            _store(edition, row, words, by)
        except DomainError as error:
            raise Refused(_("Er is niets opgeslagen. %(rows)s") % {"rows": table.at(row, error.message)}) from error
    record_act(edition, "agenda.imported", by=by, rows=len(plan.work))
    return len(plan.work)


def _store(edition: Edition, row: PlannedRow, words: _Words, by: Actor) -> None:
    if row.sheet == sheets.ACTIONS:
        _store_action(edition, row, words, by)
    else:
        _store_milestone(row, by)


def _stored_actions(edition: Edition, words: _Words) -> dict[str, dict[str, str]]:
    rows = Commitment.objects.in_edition(edition).in_full()
    return {one.action.code: _action_cells(one, words) for one in rows}


def _action_cells(one: Commitment, words: _Words) -> dict[str, str]:
    texts = {column: workbooks.as_text(getattr(one, name)) for column, name in sheets.TEXTS.items()}
    partners = [
        table.partner_as_cell(
            words.organisations.word(row.organisation_id), sheets.partner_in_cell(row.role, row.part)
        )
        for row in one.partners.all()
    ]
    return texts | {
        "code": one.action.code,
        "volgorde": str(one.position),
        "verantwoordelijk": words.organisations.word(one.responsible_id),
        "partners": table.as_list(sorted(partners)),
        "themas": "; ".join(sorted(words.themes.word(theme.pk) for theme in one.themes.all())),
        "begint": table.day_as_cell(one.begins_on, one.begins_precision),
        "klaar": table.day_as_cell(one.ends_on, one.ends_precision),
        "kosten_vanaf": workbooks.as_text(one.budget_low),
        "kosten_tot": workbooks.as_text(one.budget_high),
        "sdgs": "; ".join(map(str, sorted(one.sdgs))),
        "hangt_af_van": "; ".join(sorted(action.code for action in one.depends_on.all())),
        "fase": sheets.PHASES.get(one.action.phase, ""),
    }


def _stored_milestones(edition: Edition) -> dict[str, dict[str, str]]:
    rows = Milestone.objects.filter(action__commitments__edition=edition).order_by("action__code", "due_on", "pk")
    # Plain rows: ten thousand records would take longer than the whole file.
    plain = rows.values_list(
        "pk", "action__code", "title", "due_on", "precision", "state", "completed_on", "source_url"
    )
    return {
        str(pk): {
            "nummer": str(pk),
            "actie": code,
            "mijlpaal": workbooks.as_text(title),
            "klaar": table.day_as_cell(due_on, precision),
            "stand": sheets.STATES[state],
            "gehaald_op": workbooks.as_text(completed_on),
            "bron": source_url,
        }
        for pk, code, title, due_on, precision, state, completed_on, source_url in plain
    }


def _planned_action(line: Line, stored: Mapping[str, Cells], words: _Words, *, is_open: bool) -> PlannedRow:
    code = line.cells.get("code", "")
    row = table.planned(sheets.ACTIONS, line, code, stored.get(code), partial(_action_values, line.cells, words))
    if is_open or row.kind in (Kind.SAME, *table.STOPS):
        return row
    if row.kind is Kind.NEW or any(one.column not in sheets.LIVELY for one in row.changes):
        return table.wrong(row, _("Deze editie ligt vast. Wijzig de volgende editie."))
    return row


def _planned_milestones(lines: list[Line], stored: Mapping[str, Cells], codes: set[str]) -> list[PlannedRow]:
    planned = []
    for line in lines:
        name = line.cells.get("mijlpaal", "") or line.cells.get("nummer", "")
        now = stored.get(line.cells.get("nummer", ""))
        row = table.planned(sheets.MILESTONES, line, name, now, partial(_milestone_values, line.cells))
        if row.kind not in table.STOPS and line.cells.get("actie", "") not in codes:
            row = table.wrong(
                row, _("De actie “%(code)s” staat niet in deze editie.") % {"code": line.cells.get("actie")}
            )
        if row.kind is Kind.CHANGED and now and line.cells.get("actie", now["actie"]) != now["actie"]:
            row = table.wrong(row, _("Een mijlpaal blijft bij haar actie."))
        planned.append(row)
    return planned


def _key(row: PlannedRow) -> str:
    return row.name if row.sheet == sheets.ACTIONS else row.cells.get("nummer", "")


def _action_values(cells: Cells, words: _Words) -> dict[str, Any]:
    """The fields of a commitment that the row speaks of. Raises ValueError with a sentence."""
    if not cells.get("code"):
        raise ValueError(_("Een actie heeft een code nodig, zoals SM-1."))
    values: dict[str, Any] = {name: cells[column] for column, name in sheets.TEXTS.items() if column in cells}
    if "volgorde" in cells:
        values["position"] = table.whole_number(cells["volgorde"]) or 1
    if "verantwoordelijk" in cells:
        name = cells["verantwoordelijk"]
        values["responsible_id"] = words.organisations.key(name) if name else None
    for column, name in (("kosten_vanaf", "budget_low"), ("kosten_tot", "budget_high")):
        if column in cells:
            values[name] = table.whole_number(cells[column])
    for column, name in (("begint", "begins"), ("klaar", "ends")):
        if column in cells:
            values[f"{name}_on"], values[f"{name}_precision"] = day_from_text(cells[column])
    if "sdgs" in cells:
        values["sdgs"] = [_goal(one) for one in table.listed(cells["sdgs"])]
    _links(cells, words)
    table.word_of(cells.get("fase", ""), sheets.PHASES)
    return values


def _links(cells: Cells, words: _Words) -> tuple[dict[int, str], list[int], list[str]]:
    """Partners with their role, themes, and codes of actions it depends on. Raises ValueError with a sentence."""
    partners = dict(table.partner_from_cell(one) for one in table.listed(cells.get("partners", "")))
    return (
        {words.organisations.key(name): role for name, role in partners.items()},
        [words.themes.key(one) for one in table.listed(cells.get("themas", ""))],
        table.listed(cells.get("hangt_af_van", "")),
    )


def _goal(text: str) -> int:
    number = table.whole_number(text)
    if number is None or number not in SDGS:
        raise ValueError(_("Noem de doelen met hun nummer, van 1 tot en met 17, elk één keer."))
    return number


def _milestone_values(cells: Cells) -> dict[str, Any]:
    """The fields of a milestone that the row speaks of. Raises ValueError with a sentence."""
    values: dict[str, Any] = {}
    for column, name in (("mijlpaal", "title"), ("bron", "source_url")):
        if column in cells:
            values[name] = cells[column]
    if "klaar" in cells:
        values["due_on"], values["precision"] = day_from_text(cells["klaar"])
    if "stand" in cells:
        values["state"] = table.word_of(cells["stand"], sheets.STATES) or Milestone.State.PLANNED
    if "gehaald_op" in cells:
        values["completed_on"] = table.whole_day(cells["gehaald_op"])
    return values


def _store_action(edition: Edition, row: PlannedRow, words: _Words, by: Actor) -> None:
    action = Action.objects.filter(code=row.name).first() or keep(Action(code=row.name), by=by)
    values = _action_values(row.cells, words)
    commitment = Commitment.objects.filter(edition=edition, action=action).first()
    changed = {one.column for one in row.changes}
    if commitment is None or changed - set(sheets.LIVELY):
        commitment = commitment or Commitment(edition=edition, action=action)
        for name, value in values.items():
            setattr(commitment, name, value)
        keep(commitment, by=by)
        _store_links(commitment, row.cells, words, by)
    if "fase" in row.cells and sheets.PHASES.get(action.phase, "") != row.cells["fase"]:
        action.phase = table.word_of(row.cells["fase"], sheets.PHASES)
        keep(action, by=by)


def _store_links(commitment: Commitment, cells: Cells, words: _Words, by: Actor) -> None:
    partners, themes, needed = _links(cells, words)
    if "themas" in cells:
        commitment.themes.set(themes)
    if "hangt_af_van" in cells:
        actions = Action.objects.filter(code__in=needed)
        unknown = sorted(set(needed) - {one.code for one in actions})
        if unknown:
            raise Refused(_("“%(word)s” staat niet in het register.") % {"word": ", ".join(unknown)})
        commitment.depends_on.set(actions)
    if "partners" in cells:
        for there in commitment.partners.exclude(organisation__in=list(partners)):
            remove(there, by=by)
        for key, role in partners.items():
            found = commitment.partners.filter(organisation_id=key).first()
            partner = found or CommitmentPartner(commitment=commitment, organisation_id=key)
            partner.role, partner.part = sheets.partner_from_cell(role)
            keep(partner, by=by)


def _store_milestone(row: PlannedRow, by: Actor) -> None:
    number = row.cells.get("nummer", "")
    one = Milestone.objects.get(pk=number) if row.kind is Kind.CHANGED else Milestone()
    if one.pk is None:
        one.action = Action.objects.get(code=row.cells.get("actie", ""))
    for name, value in _milestone_values(row.cells).items():
        setattr(one, name, value)
    keep(one, by=by)
