"""The columns of a spreadsheet of initiatives, and how each is read. Pure."""

from stedennet.core.cell_values import read_euros, read_goals, read_period, read_plain_text

SHEET = "initiatieven"
TEXTS = {
    "naam": "title",
    "in_een_zin": "summary",
    "beschrijving": "description",
    "opgave": "challenge",
    "andere_plaatsen": "elsewhere",
    "trekker_in_woorden": "lead_in_words",
    "fase_in_bron": "phase_in_source",
    "waar_het_geld_vandaan_komt": "financing",
    "principes": "principles",
    "bron": "source_url",
    "naam_en": "title_en",
    "in_een_zin_en": "summary_en",
    "beschrijving_en": "description_en",
}
"""Columns that hold a text field of the initiative unchanged."""
LISTS = {
    "partners": "partners",
    "resultaten": "results",
    "lessen": "lessons",
    "gemaakt": "products",
    "links": "links",
}
"""Columns that hold a list: one item a line, its parts separated by semicolons (rules/lines.py)."""
COLUMNS = (
    "adres",
    "naam",
    "in_een_zin",
    "themas",
    "steden",
    "andere_plaatsen",
    "trekker",
    "trekker_in_woorden",
    "fase",
    "fase_sinds",
    "fase_in_bron",
    "begint",
    "eindigt",
    "beschrijving",
    "opgave",
    "partners",
    "kosten_vanaf",
    "kosten_tot",
    "waar_het_geld_vandaan_komt",
    "resultaten",
    "lessen",
    "gemaakt",
    "principes",
    "sdgs",
    "links",
    "bron",
    "naam_en",
    "in_een_zin_en",
    "beschrijving_en",
    "versie",
)
READERS = dict.fromkeys(COLUMNS, read_plain_text) | {
    "fase_sinds": read_period,
    "begint": read_period,
    "eindigt": read_period,
    "kosten_vanaf": read_euros,
    "kosten_tot": read_euros,
    "sdgs": read_goals,
}
PHASES = {
    "idea": "idee",
    "exploration": "verkenning",
    "pilot": "proef",
    "in_use": "in gebruik",
    "scaled": "opgeschaald",
    "stopped": "gestopt",
}
