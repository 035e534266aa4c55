"""Indicators and their values as plain values with URLs, for lists, blocks and feeds."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from stedennet.agenda.models import Indicator, IndicatorPoint
from stedennet.agenda.rules.indicators import Direction
from stedennet.core.numbers import format_number
from stedennet.core.text import get_localised_text, mark_dutch
from stedennet.lists.indicator_values import count_per_thousand, find_point_population

from . import network as network_cards

Card = dict[str, Any]
"""An indicator or a value in a list."""


def build_indicator_line(indicator: Indicator) -> Card:
    """Return an indicator for a short list on another page."""
    return {
        "title": indicator.title,
        "unit": indicator.unit_in_words,
        "url": reverse("indicator", args=[indicator.slug]) if indicator.slug else "",
        "direction_label": "" if indicator.direction == Direction.NONE else str(indicator.get_direction_display()),
        "publisher": indicator.publisher,
    }


def build_indicator_row(indicator: Indicator) -> Card:
    """Return the card of an indicator in the list; `indicator` comes from `with_cards()`."""
    return {
        **build_indicator_line(indicator),
        "themes": [network_cards.build_theme_card(theme) for theme in indicator.themes.all()],
        "counts": _list_counts(indicator),
        "years": _format_years(indicator),
        "action": indicator.action.code if indicator.action else "",
    }


def _list_counts(indicator: Indicator) -> list[str]:
    """How much was measured, without what is nought."""
    words = [
        (indicator.measured, ngettext("%(n)s waarde", "%(n)s waarden", indicator.measured)),
        (indicator.organisations, ngettext("%(n)s organisatie", "%(n)s organisaties", indicator.organisations)),
        (
            len(indicator.public_users),
            ngettext("gebruikt bij %(n)s actie", "gebruikt bij %(n)s acties", len(indicator.public_users)),
        ),
    ]
    return [text % {"n": format_number(number)} for number, text in words if number]


def _format_years(indicator: Indicator) -> str:
    if indicator.first_on is None or indicator.last_on is None:
        return ""
    first, last = indicator.first_on.year, indicator.last_on.year
    return str(last) if first == last else f"{first}–{last}"


def build_value_row(point: IndicatorPoint) -> Card:
    """Return a value in a list; `point` comes from `with_population()`."""
    population = find_point_population(point)
    per_thousand = count_per_thousand(point)
    return {
        "indicator": build_indicator_line(point.indicator),
        "place": point.place,
        "place_url": reverse("organisation", args=[point.organisation.slug]) if point.organisation else "",
        "on": point.on_in_words,
        "value": format_number(point.value),
        "per_thousand": "" if per_thousand is None else format_number(per_thousand),
        "inhabitants": format_number(population.inhabitants) if population else "",
        "inhabitants_year": str(population.on.year) if population else "",
        "note": mark_dutch(point.note),
        "publisher": point.publisher,
        "source_url": point.source_url,
    }


def build_value_line(point: IndicatorPoint) -> Card:
    """Return a value for a block on the page of its organisation; needs no number of inhabitants."""
    return {
        "indicator": build_indicator_line(point.indicator),
        "on": point.on_in_words,
        "value": format_number(point.value),
        "note": mark_dutch(point.note),
        "publisher": point.publisher,
        "source_url": point.source_url,
    }


def build_indicator_facts(indicator: Indicator) -> dict[str, object]:
    """Return what an indicator itself says: how it is measured, by whom, and where that stands."""
    return {
        "method": get_localised_text(indicator, "method"),
        "is_comparable": indicator.is_comparable,
        "adds_up": indicator.adds_up,
        "source_url": indicator.source_url,
        "source_host": network_cards.host_of(indicator.source_url),
    }
