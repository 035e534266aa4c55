"""The columns of a spreadsheet of initiatives, built from the declared fields. Pure."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from stedennet.core.cell_values import read_euros, read_goals, read_period
from stedennet.core.columns import Column
from stedennet.core.day_texts import parse_day_text
from stedennet.core.import_plans import format_day_cell, format_goals, parse_goals, parse_whole_number, parse_word
from stedennet.network.rules.names import ORGANISATIONS, THEMES

from ..field_types import Field, Kind
from ..field_values import format_list
from ..fields import FIELDS

if TYPE_CHECKING:
    from ..models import Initiative

SHEET = "initiatieven"
PHASES = {
    "idea": "idee",
    "exploration": "verkenning",
    "pilot": "proef",
    "in_use": "in gebruik",
    "scaled": "opgeschaald",
    "stopped": "gestopt",
}


def _format_phase_day(initiative: "Initiative") -> str:
    newest = max(initiative.steps.all(), key=lambda step: (step.on is not None, step.on, step.pk), default=None)
    return format_day_cell(newest.on, newest.precision) if newest else ""


def _build_text(field: Field) -> Column:
    return Column(field.sheet, field.parts, required=field.name == "title")


def _build_list(field: Field) -> Column:
    return Column(field.sheet, field.parts, get=partial(format_list, field))


BUILDERS: dict[Kind, Callable[[Field], Column]] = {
    Kind.LINE: _build_text,
    Kind.TEXT: _build_text,
    Kind.WEB: _build_text,
    Kind.PARTNERS: _build_list,
    Kind.ITEMS: _build_list,
    Kind.PERIOD: lambda field: Column(
        field.sheet, field.parts, read=read_period, parse=parse_day_text, write=format_day_cell
    ),
    Kind.EUROS: lambda field: Column(field.sheet, field.parts, read=read_euros, parse=parse_whole_number),
    Kind.GOALS: lambda field: Column(field.sheet, field.parts, read=read_goals, parse=parse_goals, write=format_goals),
    Kind.PHASE: lambda field: Column(
        field.sheet,
        field.parts,
        parse=lambda cell: parse_word(cell, PHASES),
        write=lambda phase: PHASES.get(phase, ""),
    ),
    Kind.PHASE_DAY: lambda field: Column(
        field.sheet, field.parts, read=read_period, parse=parse_day_text, get=_format_phase_day
    ),
    Kind.THEMES: lambda field: Column(field.sheet, field.parts, index=THEMES, many=True),
    Kind.CITIES: lambda field: Column(field.sheet, field.parts, index=ORGANISATIONS, many=True),
    Kind.LEAD: lambda field: Column(field.sheet, field.parts, index=ORGANISATIONS),
}
"""How each kind of field stands in a spreadsheet."""
COLUMNS = (
    Column("adres", get=lambda initiative: str(initiative.slug)),
    *(BUILDERS[field.kind](field) for field in FIELDS if field.sheet),
    Column("versie"),
)
