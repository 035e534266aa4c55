"""The page of an indicator: its course, its newest values on a map and in a table, and who uses it."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse

from stedennet.agenda.models import Commitment, Indicator, IndicatorPoint
from stedennet.agenda.models.indicators import Area
from stedennet.agenda.overview import list_current_overviews
from stedennet.agenda.querysets.indicators import IndicatorPointQuerySet
from stedennet.agenda.rules.indicators import divide_values, find_class
from stedennet.core.clock import today
from stedennet.core.numbers import format_number
from stedennet.lists.indicator_values import INDICATOR_VALUES

from ..drawings.charts import LineChart, draw_dated_lines
from ..drawings.maps import DotMap, Place, draw_dot_map
from ..filters import Filters
from . import agenda as agenda_cards
from . import indicators as indicator_cards

MOST_VALUES = 24
"""How many values the page shows; the list has the others."""
FEWEST_ON_A_MAP = 20
"""With fewer values a map shows nothing that the table does not."""
ORDERS = {"up": "hoog", "down": "laag", "none": "hoog"}


def build_indicator_page(indicator: Indicator) -> dict[str, object]:
    """Return everything that the page of an indicator shows; `indicator` comes from `with_cards()`."""
    return {
        "indicator": indicator_cards.build_indicator_row(indicator),
        **indicator_cards.build_indicator_facts(indicator),
        **(_build_own(indicator) if indicator.action else _build_shared(indicator)),
    }


def _build_own(indicator: Indicator) -> dict[str, object]:
    """The indicator of one action: its targets and values, as the page of the action has them."""
    card = agenda_cards.build_indicator_card(indicator, today=today())
    points = list(indicator.points.all())
    series = {
        str(label): [(point.on, point.value) for point in points if point.kind == kind]
        for kind, label in IndicatorPoint.Kind.choices
    }
    return {
        "own": {
            **card,
            "action": agenda_cards.build_code_link(indicator.action.code) if indicator.action else None,
            "is_example": bool(indicator.action and indicator.action.is_example),
        },
        "chart": _draw_lines(series),
    }


def _build_shared(indicator: Indicator) -> dict[str, object]:
    """The indicator that stands by itself: areas through the years, and the newest values of organisations."""
    areas = list(IndicatorPoint.objects.listed().filter(indicator=indicator).exclude(area="").with_place())
    country = [(point.on, point.value) for point in areas if point.area == Area.NETHERLANDS]
    return {
        "areas": [indicator_cards.build_value_row(point) for point in reversed(areas)],
        "chart": _draw_lines({str(Area.NETHERLANDS.label): country}),
        **_build_newest(indicator),
        "users": _list_users(indicator),
        "values_url": Filters({"indicator": indicator.slug or ""}, ("indicator",)).onto(INDICATOR_VALUES.page_url),
        "theme_links": [
            {"theme": theme.title, "url": f"{reverse('agenda')}?thema={theme.slug}"}
            for theme in indicator.themes.all()
        ],
    }


def _draw_lines(series: dict[str, list[tuple[dt.date, Decimal]]]) -> LineChart | None:
    shown = {name: points for name, points in series.items() if points}
    if not any(len(points) > 1 for points in shown.values()):
        return None
    return draw_dated_lines(shown, format_value=format_number)


def _build_newest(indicator: Indicator) -> dict[str, object]:
    """The values of organisations in the newest year that has any: the first ones, and all of them on a map."""
    of_organisations = IndicatorPoint.objects.listed().of_indicator(indicator.slug or "").exclude(organisation=None)
    last_on = of_organisations.order_by("-on").values_list("on", flat=True).first()
    if last_on is None:
        return {"newest": None}
    chosen = {"indicator": indicator.slug or "", "jaar": str(last_on.year)}
    if indicator.is_comparable:
        chosen["volgorde"] = ORDERS[indicator.direction]
    rows = INDICATOR_VALUES.read(chosen)
    total = rows.count()
    return {
        "newest": {
            "year": str(last_on.year),
            "total": total,
            "rows": [indicator_cards.build_value_row(point) for point in rows[:MOST_VALUES]],
            "all_url": Filters(chosen, chosen).onto(INDICATOR_VALUES.page_url) if total > MOST_VALUES else "",
            **_build_map(of_organisations.filter(on__year=last_on.year), indicator),
        }
    }


def _build_map(points: IndicatorPointQuerySet, indicator: Indicator) -> dict[str, object]:
    """The municipalities as dots in five shades, and what each shade means; nothing when they cannot be compared."""
    if not indicator.is_comparable:
        return {"map": None, "classes": []}
    found = list(points.values_list("value", "organisation__longitude", "organisation__latitude"))
    if len(found) < FEWEST_ON_A_MAP:
        return {"map": None, "classes": []}
    classes = divide_values([value for value, _longitude, _latitude in found])
    return {
        "map": _draw_classes(found, [each.low for each in classes]),
        "classes": [
            {
                "layer": f"class-{number}",
                "low": format_number(each.low),
                "high": format_number(each.high),
                "is_last": number == len(classes),
                "number": each.number,
            }
            for number, each in enumerate(classes, 1)
        ],
    }


def _draw_classes(values: Sequence[tuple[Decimal, float | None, float | None]], starts: Sequence[Decimal]) -> DotMap:
    return draw_dot_map(
        (
            Place(longitude, latitude, f"class-{find_class(value, starts) + 1}")
            for value, longitude, latitude in values
            if longitude is not None and latitude is not None
        ),
        [f"class-{number}" for number in range(1, len(starts) + 1)],
    )


def _list_users(indicator: Indicator) -> list[dict[str, object]]:
    """The actions of the current edition that use it, with their status."""
    keys = [action.pk for action in indicator.public_users]
    if not keys:
        return []
    overviews = list_current_overviews(Commitment.objects.filter(action__in=keys), today=today())
    return [agenda_cards.build_action_card(overview) for overview in overviews]
