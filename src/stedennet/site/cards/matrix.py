"""The matrix of municipalities and themes as plain values: the whole table, one municipality, one theme, open data."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypedDict

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stedennet.insight.querysets.matrix import Cells
from stedennet.insight.querysets.municipalities import Municipality
from stedennet.insight.rules.matrix import EMPTY, Place, State, decide_state
from stedennet.network.models import Theme

from .matrix_cells import CellLinks, count_states, describe_states, draw_cell, list_statements

DATA_COLUMNS = (
    "gemeente",
    "code",
    "provincie",
    "thema",
    "themaindeling",
    "wat",
    "in_woorden",
    "acties",
    "initiatieven",
    "overnames",
    "oproepen",
)
"""The columns of the open data."""
COUNTED = {
    "acties": State.ACTION,
    "initiatieven": State.INITIATIVE,
    "overnames": State.ADOPTION,
    "oproepen": State.CALL,
}
"""The columns that hold a number, and what it counts."""


class Column(TypedDict):
    """A theme as a column of the table."""

    key: int
    slug: str
    name: str
    full_name: str
    scheme: str
    accent: str
    url: str
    join_url: str


def build_columns(themes: Iterable[Theme]) -> list[Column]:
    """The themes as columns; they need their scheme."""
    return [
        {
            "key": theme.pk,
            "slug": theme.slug,
            "name": theme.clear_title,
            "full_name": theme.full_title,
            "scheme": theme.scheme.title,
            "accent": f"theme-accent--{theme.colour}",
            "url": reverse("theme", args=[theme.slug]),
            "join_url": reverse("theme_join", args=[theme.slug]),
        }
        for theme in themes
    ]


def build_rows(
    municipalities: Iterable[Municipality], columns: Sequence[Column], cells: Cells
) -> list[dict[str, object]]:
    """A row for each municipality; it has no cells at all when nothing was reported for any theme."""
    links = CellLinks()
    return [
        {
            "name": municipality.name,
            "slug": municipality.slug,
            "url": reverse("organisation", args=[municipality.slug]),
            "cells": _draw_cells(municipality, columns, cells, links),
        }
        for municipality in municipalities
    ]


def _draw_cells(municipality: Municipality, columns: Sequence[Column], cells: Cells, links: CellLinks) -> SafeString:
    found = [cells.get(Place(municipality.key, column["key"]), EMPTY) for column in columns]
    if not any(found):
        return SafeString("")
    drawn = (
        draw_cell(cell, theme=column["slug"], city=municipality.slug, links=links)
        for cell, column in zip(found, columns, strict=True)
    )
    return SafeString("".join(drawn))


def build_city_rows(municipality: Municipality, columns: Iterable[Column], cells: Cells) -> list[dict[str, object]]:
    """Each theme with everything that one municipality does for it."""
    links = CellLinks()
    return [
        {
            "theme": column,
            "statements": list_statements(
                cells.get(Place(municipality.key, column["key"]), EMPTY),
                theme=column["slug"],
                city=municipality.slug,
                links=links,
            ),
        }
        for column in columns
    ]


def build_theme_rows(municipalities: Iterable[Municipality], column: Column, cells: Cells) -> list[dict[str, object]]:
    """The municipalities that do something for one theme, the weightiest first, with everything that each does."""
    links, order = CellLinks(), list(State)
    active = [(city, cells[place]) for city in municipalities if (place := Place(city.key, column["key"])) in cells]
    return [
        {
            "name": city.name,
            "url": reverse("organisation", args=[city.slug]),
            "statements": list_statements(cell, theme=column["slug"], city=city.slug, links=links),
        }
        for city, cell in sorted(active, key=lambda pair: order.index(decide_state(pair[1])))
    ]


def count_active(municipalities: Iterable[Municipality], cells: Cells) -> Counter[int]:
    """How many of the municipalities do something, by the key of each theme."""
    keys = {municipality.key for municipality in municipalities}
    return Counter(place.theme for place in cells if place.municipality in keys)


def build_data_rows(
    municipalities: Iterable[Municipality], themes: Sequence[Theme], cells: Cells
) -> Iterator[dict[str, object]]:
    """The cells as open data: a row for each municipality and theme, also where nothing was reported."""
    for municipality in municipalities:
        for theme in themes:
            cell = cells.get(Place(municipality.key, theme.pk), EMPTY)
            yield {
                "gemeente": municipality.name,
                "code": municipality.code,
                "provincie": municipality.province or None,
                "thema": theme.clear_title,
                "themaindeling": theme.scheme.title,
                "wat": decide_state(cell).value,
                "in_woorden": describe_states(count_states(cell)) or _("Niets gemeld"),
                **{name: len(cell.get(state, ())) for name, state in COUNTED.items()},
            }
