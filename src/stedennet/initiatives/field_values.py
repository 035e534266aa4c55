"""The values of an initiative's fields for its readers: lists as text, words to search for, needs that are met."""

from typing import TYPE_CHECKING

from .field_types import Field, Kind, Search
from .fields import FIELDS, READING_ORDER, STORED_KINDS
from .rules.adoptability import Need
from .rules.lines import format_lines

if TYPE_CHECKING:
    from .models import Initiative


def format_list(field: Field, initiative: "Initiative") -> str:
    """A list of an initiative as text that `update_initiative` reads back."""
    return format_lines(field.lines.write(record) for record in getattr(initiative, field.name).all())


def list_known_needs(initiative: "Initiative") -> list[Need]:
    """What a city that adopts the initiative can read about it, in the order of the questions."""
    met = {
        need
        for field in FIELDS
        for value in (getattr(initiative, field.name).all() if field.is_list else _list_values(field, initiative))
        for need in field.meets(value)
    }
    return [need for need in Need if need in met]


def _list_values(field: Field, initiative: "Initiative") -> list[object]:
    return [getattr(initiative, field.name)] if field.kind in STORED_KINDS and not field.columns else []


def collect_search_texts(initiative: "Initiative") -> dict[Search, tuple[str, ...]]:
    """What search finds of an initiative: the texts in each part of the search document."""
    texts: dict[Search, list[str]] = {part: [] for part in Search}
    for field in READING_ORDER:
        if field.search:
            texts[field.search] += _list_texts(field, initiative)
    return {part: tuple(found) for part, found in texts.items()}


def _list_texts(field: Field, initiative: "Initiative") -> list[str]:
    if field.is_list:
        return [field.lines.say(record) for record in getattr(initiative, field.name).all()]
    if field.kind is Kind.CITIES:
        return [city.name for city in initiative.cities.all()]
    if field.kind is Kind.LEAD:
        return [initiative.by]
    return [str(getattr(initiative, field.name))]
