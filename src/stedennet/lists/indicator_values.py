"""The list of values of indicators: what was measured for an organisation or an area, when, and by whom."""

from decimal import Decimal

from django.db.models import Case, Count, F, When
from django.db.models.functions import ExtractYear, Lower
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Indicator, IndicatorPoint
from stedennet.agenda.querysets.indicators import IndicatorPointQuerySet
from stedennet.agenda.rules.indicators import Population, compute_per_thousand, find_population
from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.dates import format_short_day
from stedennet.network.models import OrganisationFigure

from .declarations import Column, List, Order, whole_address
from .facets import Option, QueryFacet, count_few_places, count_years, is_year

PLACE = (F("area").desc(), Lower("organisation__name").asc(nulls_first=True), F("on").desc(), F("id").asc())
"""The order of the values of one indicator: areas first, then organisations by name, the newest first."""
COMPARABLE = Case(When(indicator__is_comparable=True, then=F("value")))
"""The value, where organisations may be compared by it; others stay in the order of their names."""


def _sort_by_place(points: IndicatorPointQuerySet) -> IndicatorPointQuerySet:
    return points.order_by(Lower("indicator__name"), "indicator", *PLACE)


def _count_indicators(points: IndicatorPointQuerySet, value: str) -> list[Option]:
    names = points.values_list("indicator__slug", "indicator__name").annotate(n=Count("pk", distinct=True))
    options = [Option(slug, name, number) for slug, name, number in names.order_by(Lower("indicator__name"))]
    if not value or any(option.value == value for option in options):
        return options
    chosen = Indicator.objects.filter(slug=value, action=None).values_list("name", flat=True)
    return [*options, *(Option(value, name, 0) for name in chosen)]


def find_point_population(point: IndicatorPoint) -> Population | None:
    """The inhabitants to divide the value by, for an amount of an organisation; `point` is from `with_population`."""
    if not point.indicator.adds_up or point.organisation is None:
        return None
    figures: list[OrganisationFigure] = getattr(point.organisation, "population_figures", [])
    return find_population(point.on, [Population(figure.on, figure.value) for figure in figures])


def count_per_thousand(point: IndicatorPoint) -> Decimal | None:
    """The amount for each thousand inhabitants; None where that is not known or makes no sense."""
    population = find_point_population(point)
    return compute_per_thousand(point.value, population) if population else None


def _per_thousand(point: IndicatorPoint) -> float | None:
    per_thousand = count_per_thousand(point)
    return None if per_thousand is None else float(per_thousand)


def _inhabitants(point: IndicatorPoint) -> int | None:
    population = find_point_population(point)
    return population.inhabitants if population else None


def _inhabitants_on(point: IndicatorPoint) -> str | None:
    population = find_point_population(point)
    return population.on.isoformat() if population else None


INDICATOR_VALUES = List(
    kind="indicatorpoint",
    name="agenda/indicatoren/waarden",
    label=_("Waarden van indicatoren"),
    address="indicator_value",
    data_name="waarden",
    rows=lambda: IndicatorPoint.objects.listed(),
    search=IndicatorPointQuerySet.saying,
    prepare=IndicatorPointQuerySet.with_population,
    orders=(
        Order("naam", _("op naam"), _sort_by_place),
        Order("hoog", _("hoogste eerst"), lambda points: points.order_by(COMPARABLE.desc(nulls_last=True), *PLACE)),
        Order("laag", _("laagste eerst"), lambda points: points.order_by(COMPARABLE.asc(nulls_last=True), *PLACE)),
    ),
    feed=lambda points: order_by_newest_change(
        Indicator.objects.filter(pk__in=points.order_by().values("indicator")).with_cards()
    ),
    facets=(
        QueryFacet("indicator", _("Indicator"), IndicatorPointQuerySet.of_indicator, _count_indicators),
        QueryFacet(
            "provincie",
            _("Provincie"),
            lambda points, slug: points.filter(organisation__province__slug=slug),
            count_few_places("organisation__province"),
        ),
        QueryFacet(
            "organisatie",
            _("Organisatie"),
            lambda points, slug: points.filter(organisation__slug=slug),
            count_few_places("organisation"),
        ),
        QueryFacet(
            "jaar",
            _("Jaar"),
            lambda points, year: (
                points.annotate(year=ExtractYear("on")).filter(year=year) if is_year(year) else points.none()
            ),
            count_years("on"),
        ),
    ),
    columns=(
        Column("indicator", _("Indicator"), lambda point: point.indicator.title),
        Column("eenheid", _("Eenheid"), lambda point: point.indicator.unit_in_words),
        Column("organisatie", _("Organisatie"), lambda point: point.organisation.name if point.organisation else None),
        Column("code", _("Code"), lambda point: point.organisation.code if point.organisation else None),
        Column("gebied", _("Gebied"), lambda point: str(point.get_area_display()) if point.area else None),
        Column("dag", _("Dag"), lambda point: format_short_day(point.on, point.precision)),
        Column("waarde", _("Waarde"), lambda point: float(point.value), float),
        Column("per_1000_inwoners", _("Per 1.000 inwoners, berekend"), _per_thousand, float),
        Column("inwoners", _("Inwoners waardoor gedeeld is"), _inhabitants, int),
        Column("inwoners_op", _("Dag van dat aantal inwoners"), _inhabitants_on),
        Column("gemeten_door", _("Wie het mat"), lambda point: point.publisher),
        Column("bron", _("Bron"), lambda point: point.source_url),
        Column("opmerking", _("Opmerking"), lambda point: point.note or None),
        Column("adres", _("Adres van de indicator"), lambda point: whole_address("indicator", point.indicator.slug)),
    ),
)
