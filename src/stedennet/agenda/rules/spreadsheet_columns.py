"""The columns and vocabulary of a spreadsheet with actions and milestones. Pure."""

from stedennet.core.cell_values import read_count, read_euros, read_goals, read_period, read_plain_text

ACTIONS, MILESTONES = "acties", "mijlpalen"
TEXTS = {
    "titel": "title",
    "titel_en": "title_en",
    "in_een_zin": "lead",
    "in_een_zin_en": "lead_en",
    "beschrijving": "description",
    "beschrijving_en": "description_en",
    "verantwoordelijk_in_woorden": "responsible_in_words",
    "andere_partners": "partners_in_words",
    "planning": "schedule",
    "kosten_in_woorden": "budget_in_words",
    "waar_het_geld_vandaan_komt": "budget_source",
    "bron": "source_url",
}
"""Columns that hold a text of a commitment unchanged."""
ACTION_COLUMNS = (
    "code",
    "volgorde",
    "titel",
    "in_een_zin",
    "beschrijving",
    "verantwoordelijk",
    "verantwoordelijk_in_woorden",
    "partners",
    "andere_partners",
    "themas",
    "begint",
    "klaar",
    "planning",
    "kosten_vanaf",
    "kosten_tot",
    "kosten_in_woorden",
    "waar_het_geld_vandaan_komt",
    "sdgs",
    "hangt_af_van",
    "bron",
    "titel_en",
    "in_een_zin_en",
    "beschrijving_en",
    "fase",
    "versie",
)
MILESTONE_COLUMNS = ("actie", "mijlpaal", "klaar", "stand", "gehaald_op", "bron", "nummer", "versie")
ACTION_READERS = dict.fromkeys(ACTION_COLUMNS, read_plain_text) | {
    "volgorde": read_count,
    "begint": read_period,
    "klaar": read_period,
    "kosten_vanaf": read_euros,
    "kosten_tot": read_euros,
    "sdgs": read_goals,
}
MILESTONE_READERS = dict.fromkeys(MILESTONE_COLUMNS, read_plain_text) | {
    "klaar": read_period,
    "gehaald_op": read_period,
    "nummer": read_count,
}
EDITABLE_WHEN_FROZEN = ("fase",)
"""Columns of an action that may change after the edition was frozen."""
PHASES = {
    "exploring": "verkennen",
    "planning": "plannen",
    "doing": "uitvoeren",
    "evaluating": "evalueren",
    "done": "klaar",
}
ROLES = {"works": "voert mee uit", "pays": "betaalt mee", "supplies": "levert iets", "advises": "denkt mee"}


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


STATES = {"planned": "gepland", "done": "gehaald", "cancelled": "vervallen"}
