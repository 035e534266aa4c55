"""Columns and vocabulary of a spreadsheet with actions and milestones. Pure."""

from stedennet.core.cell_values import read_count, read_euros, read_goals, read_period
from stedennet.core.columns import Column
from stedennet.core.day_texts import parse_day_text
from stedennet.core.import_plans import (
    format_day_cell,
    format_goals,
    parse_goals,
    parse_whole_day,
    parse_whole_number,
    parse_word,
    split_cell,
)
from stedennet.network.rules.names import ORGANISATIONS, THEMES

ACTIONS, MILESTONES = "acties", "mijlpalen"
PHASES = {
    "exploring": "verkennen",
    "planning": "plannen",
    "doing": "uitvoeren",
    "evaluating": "evalueren",
    "done": "klaar",
}
ROLES = {"works": "voert mee uit", "pays": "betaalt mee", "supplies": "levert iets", "advises": "denkt mee"}
STATES = {"planned": "gepland", "done": "gehaald", "cancelled": "vervallen"}
EDITABLE_WHEN_FROZEN = ("fase",)
"""Columns of an action that may change after the edition was frozen."""


def _text(name: str, field: str) -> Column:
    return Column(name, (field,))


def _period(name: str, day: str, precision: str) -> Column:
    return Column(name, (day, precision), read=read_period, parse=parse_day_text, write=format_day_cell)


def _euros(name: str, field: str) -> Column:
    return Column(name, (field,), read=read_euros, parse=parse_whole_number)


ACTION_COLUMNS = (
    Column("code", required=True, get=lambda commitment: str(commitment.action.code)),
    Column("volgorde", ("position",), read=read_count, parse=lambda cell: parse_whole_number(cell) or 1),
    _text("titel", "title"),
    Column(
        "onderdeel_van",
        ("parent_code",),
        parse=str.strip,
        get=lambda commitment: commitment.parent.action.code if commitment.parent else "",
    ),
    _text("in_een_zin", "lead"),
    _text("beschrijving", "description"),
    Column("verantwoordelijk", ("responsible_id",), index=ORGANISATIONS),
    _text("verantwoordelijk_in_woorden", "responsible_in_words"),
    Column("mede_verantwoordelijk"),
    Column("partners"),
    _text("andere_partners", "partners_in_words"),
    Column("themas", ("themes",), index=THEMES, many=True),
    _period("begint", "begins_on", "begins_precision"),
    _period("klaar", "ends_on", "ends_precision"),
    _text("planning", "schedule"),
    _euros("kosten_vanaf", "budget_low"),
    _euros("kosten_tot", "budget_high"),
    _text("kosten_in_woorden", "budget_in_words"),
    _text("waar_het_geld_vandaan_komt", "budget_source"),
    Column("sdgs", ("sdgs",), read=read_goals, parse=parse_goals, write=format_goals),
    Column(
        "hangt_af_van",
        ("depends_on",),
        parse=split_cell,
        write=lambda actions: "; ".join(sorted(action.code for action in actions.all())),
    ),
    _text("bron", "source_url"),
    _text("titel_en", "title_en"),
    _text("in_een_zin_en", "lead_en"),
    _text("beschrijving_en", "description_en"),
    Column(
        "fase",
        ("phase",),
        parse=lambda cell: parse_word(cell, PHASES),
        get=lambda commitment: PHASES.get(commitment.action.phase, ""),
    ),
    Column("versie"),
)
"""The columns of an action; the flow reads and writes the partners, who have a role and may share responsibility."""
MILESTONE_COLUMNS = (
    Column("actie", get=lambda milestone: str(milestone.action__code)),
    _text("mijlpaal", "title"),
    _period("klaar", "due_on", "precision"),
    Column("stand", ("state",), parse=lambda cell: parse_word(cell, STATES) or "planned", write=STATES.__getitem__),
    Column("gehaald_op", ("completed_on",), read=read_period, parse=parse_whole_day),
    _text("bron", "source_url"),
    Column("nummer", read=read_count, get=lambda milestone: str(milestone.pk)),
    Column("versie"),
)


def format_partner_part(role: str, part: str) -> str:
    """A partner's role and part as written after its name: `betaalt mee: de helft`.

    A part that starts with the word of a role the partner does not have gets a colon in front.
    """
    if not role and (part.startswith(":") or parse_partner_part(part)[0]):
        return f": {part}"
    return ": ".join(filter(None, [ROLES.get(role, ""), part]))


def parse_partner_part(text: str) -> tuple[str, str]:
    """The role and the part; text that starts with no known role is all part."""
    if text.startswith(":"):
        return "", text[1:].strip()
    first, _colon, rest = text.partition(":")
    role = next((value for value, words in ROLES.items() if words == first.strip()), "")
    return (role, rest.strip()) if role else ("", text.strip())
