"""The page of an indicator: its course, its newest values on a map and in a table, and who uses it."""

import datetime as dt
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.models import Commitment, Indicator, IndicatorPoint
from stedennet.agenda.models.indicators import Area
from stedennet.agenda.overview import list_current_overviews
from stedennet.agenda.querysets.indicators import IndicatorPointQuerySet
from stedennet.agenda.rules.indicators import ValueClass, divide_values, find_class
from stedennet.core.clock import today
from stedennet.core.numbers import format_number
from stedennet.lists.indicator_values import INDICATOR_VALUES

from ..drawings.charts import LineChart, draw_dated_lines
from ..drawings.maps import Place
from ..filters import Filters
from . import agenda as agenda_cards
from . import indicators as indicator_cards
from .maps import Layer, build_map

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
            {"theme": theme.clear_title, "url": f"{reverse('agenda')}?thema={theme.slug}"}
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
            "map": _build_map(of_organisations.filter(on__year=last_on.year), indicator),
        }
    }


def _build_map(points: IndicatorPointQuerySet, indicator: Indicator) -> dict[str, object] | None:
    """The municipalities in five shades, and what each shade means; nothing when they cannot be compared."""
    if not indicator.is_comparable:
        return None
    places = ("code", "name", "slug", "longitude", "latitude")
    found = list(points.values_list("value", *(f"organisation__{name}" for name in places)))
    if len(found) < FEWEST_ON_A_MAP:
        return None
    classes = divide_values([value for value, *_place in found])
    starts = [each.low for each in classes]
    return build_map(
        (
            Place(
                longitude,
                latitude,
                code=code or "",
                layer=f"class-{find_class(value, starts) + 1}",
                title=f"{name}: {format_number(value)} {indicator.unit_in_words}",
                url=reverse("organisation", args=[slug]),
            )
            for value, code, name, slug, longitude, latitude in found
        ),
        [
            Layer(f"class-{number}", _describe_class(each, is_last=number == len(classes)), is_listed=False)
            for number, each in enumerate(classes, 1)
        ],
        title=_("Kaart: hoe donkerder een gemeente, hoe hoger de waarde"),
    )


def _describe_class(values: ValueClass, *, is_last: bool) -> str:
    words = _("{low} tot en met {high}") if is_last else _("{low} tot {high}")
    return words.format(low=format_number(values.low), high=format_number(values.high))


def _list_users(indicator: Indicator) -> list[dict[str, object]]:
    """The actions of the current edition that use it, with their status."""
    keys = [action.pk for action in indicator.public_users]
    if not keys:
        return []
    overviews = list_current_overviews(Commitment.objects.filter(action__in=keys), today=today())
    return [agenda_cards.build_action_card(overview) for overview in overviews]
