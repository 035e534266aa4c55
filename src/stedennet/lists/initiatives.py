"""The list of initiatives: what cities and their partners do."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Count, Manager, Q
from django.utils.translation import gettext_lazy as _

from stedennet.calls.models import Call
from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.clock import today
from stedennet.core.dates import format_short_day
from stedennet.initiatives.field_types import Field, Kind
from stedennet.initiatives.fields import FIELDS
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.querysets.initiatives import InitiativeQuerySet
from stedennet.initiatives.rules.choices import Phase
from stedennet.network.models import Organisation, Theme

from .crosswalk import RELATED_FACET, THEME, ThemeFacet
from .declarations import Column, List, Order, whole_address
from .facets import (
    Option,
    QueryFacet,
    YesFacet,
    count_choices,
    count_places,
    count_years,
    is_year,
    with_chosen_place,
)
from .goals import GOAL


def _keep_with_open_call(initiatives: InitiativeQuerySet) -> InitiativeQuerySet:
    open_calls = Call.objects.open(today()).exclude(initiative=None).order_by()
    return initiatives.filter(pk__in=open_calls.values("initiative"))


def _keep_begun_in(initiatives: InitiativeQuerySet, year: str) -> InitiativeQuerySet:
    return initiatives.begun_in(int(year)) if is_year(year) else initiatives.none()


def _count_themes(initiatives: InitiativeQuerySet, value: str) -> list[Option]:
    # One query, where `count_themes` takes two: this list has more facets than any other.
    counted = Count("initiatives", filter=Q(initiatives__in=initiatives), distinct=True)
    themes = Theme.objects.select_related("scheme").annotate(n=counted).filter(Q(n__gt=0) | Q(slug=value))
    return [Option(theme.slug, theme.full_title, theme.n) for theme in themes]


def _count_organisations(initiatives: InitiativeQuerySet, value: str) -> list[Option]:
    # A union counts an initiative once for an organisation that leads it and is also its city or a partner.
    relations = ("lead", "cities", "partners__organisation")
    first, *others = (initiatives.values_list("pk", f"{part}__slug", f"{part}__name") for part in relations)
    counts = Counter((name, slug) for _pk, slug, name in first.union(*others) if slug)
    options = [Option(slug, name, number) for (name, slug), number in sorted(counts.items())]
    return with_chosen_place(options, value)


def _join_names(named: Manager[Theme] | Manager[Organisation]) -> str:
    return "; ".join(thing.name for thing in named.all())


def _get_text(field: Field, initiative: Initiative) -> str | None:
    column: Any = Initiative._meta.get_field(field.name)
    text: str = getattr(initiative, field.name)
    return text or None if column.blank else text


def _get_period(field: Field, initiative: Initiative) -> str | None:
    return format_short_day(*(getattr(initiative, name) for name in field.parts)) or None


GETTERS: dict[Kind, Callable[[Field, Any], str | None]] = {
    Kind.LINE: _get_text,
    Kind.TEXT: _get_text,
    Kind.WEB: _get_text,
    Kind.PHASE: _get_text,
    Kind.PERIOD: _get_period,
    Kind.THEMES: lambda field, initiative: _join_names(initiative.themes),
    Kind.CITIES: lambda field, initiative: _join_names(initiative.cities),
    Kind.LEAD: lambda field, initiative: initiative.by or None,
}
"""How the open data give each kind of field."""


def _build_column(field: Field) -> Column:
    return Column(field.sheet, field.data or field.sheet, partial(GETTERS[field.kind], field))


INITIATIVES = List(
    kind="initiative",
    name="initiatieven",
    label=_("Initiatieven"),
    rows=lambda: Initiative.objects.published(),
    search=InitiativeQuerySet.saying,
    prepare=InitiativeQuerySet.with_cards,
    orders=(
        Order("nieuw", _("Nieuwste eerst"), lambda initiatives: initiatives.order_by("-published_at", "-id")),
        Order("naam", _("Op naam"), lambda initiatives: initiatives.order_by("title", "id")),
        Order(
            "hergebruik",
            _("Meest overgenomen"),
            lambda initiatives: initiatives.order_by("-reused", "title", "id"),
        ),
    ),
    feed=lambda initiatives: order_by_newest_change(initiatives.with_everything(), otherwise="state_at"),
    facets=(
        ThemeFacet(THEME, _("Thema"), InitiativeQuerySet.about, _count_themes),
        RELATED_FACET,
        QueryFacet("stad", _("Stad"), InitiativeQuerySet.in_city, count_places("cities")),
        QueryFacet("organisatie", _("Organisatie"), InitiativeQuerySet.with_part_of, _count_organisations),
        QueryFacet("provincie", _("Provincie"), InitiativeQuerySet.in_province, count_places("cities__province")),
        QueryFacet(
            "fase",
            _("Fase"),
            lambda initiatives, phase: initiatives.filter(phase=phase),
            count_choices("phase", Phase.choices),
        ),
        QueryFacet(
            "partner",
            _("Werkt samen met"),
            InitiativeQuerySet.with_partner_kind,
            count_choices("partners__organisation__kind", Organisation.Kind.choices),
        ),
        GOAL,
        YesFacet("lessen", _("Lessen"), _("Met lessen"), InitiativeQuerySet.with_lessons),
        YesFacet("overnemen", _("Overnemen"), _("Klaar om over te nemen"), InitiativeQuerySet.ready_to_adopt),
        YesFacet("oproep", _("Oproepen"), _("Met een open oproep"), _keep_with_open_call),
        QueryFacet("jaar", _("Begonnen in"), _keep_begun_in, count_years("begins_on")),
    ),
    columns=(
        *(_build_column(field) for field in FIELDS if field.data is not None and field.name != "source_url"),
        Column("klaar_om_over_te_nemen", _("Klaar om over te nemen"), lambda initiative: initiative.is_ready, bool),
        Column("overnames", _("Overnames"), lambda initiative: initiative.reused, int),
        Column("overnames_volgens_bron", _("Overnames volgens een bron"), lambda initiative: initiative.sourced, int),
        Column(
            "overnames_nog_in_gebruik",
            _("Overnames die nog in gebruik zijn, volgens wie overnam"),
            lambda initiative: initiative.still_used,
            int,
        ),
        Column("voorbeeld", _("Voorbeeld"), lambda initiative: initiative.is_example, bool),
        Column("adres", _("Adres"), lambda initiative: whole_address("initiative", initiative.slug)),
        *(_build_column(field) for field in FIELDS if field.name == "source_url"),
    ),
)
