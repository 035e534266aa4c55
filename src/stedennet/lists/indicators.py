"""The list of indicators: what is measured, by whom and how, for which themes and organisations."""

import datetime as dt

from django.db.models import Count
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Indicator
from stedennet.agenda.querysets.indicators import IndicatorQuerySet
from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.text import get_localised_text

from .crosswalk import RELATED_FACET, THEME, ThemeFacet
from .declarations import Column, List, Order, whole_address
from .facets import Option, QueryFacet, count_few_places, count_themes


def _count_units(indicators: IndicatorQuerySet, _value: str) -> list[Option]:
    counts = indicators.values_list("unit").annotate(n=Count("pk", distinct=True)).order_by("unit")
    return [Option(unit, unit, number) for unit, number in counts]


INDICATORS = List(
    kind="indicator",
    name="agenda/indicatoren",
    label=_("Indicatoren"),
    data_name="indicatoren",
    rows=lambda: Indicator.objects.listed(),
    search=IndicatorQuerySet.saying,
    prepare=IndicatorQuerySet.with_cards,
    orders=(Order("naam", "", lambda indicators: indicators.order_by(Lower("name"), "id")),),
    feed=lambda indicators: order_by_newest_change(indicators.with_cards()),
    facets=(
        ThemeFacet(THEME, _("Thema"), IndicatorQuerySet.about, count_themes("themes")),
        RELATED_FACET,
        QueryFacet(
            "organisatie", _("Organisatie"), IndicatorQuerySet.measured_for, count_few_places("points__organisation")
        ),
        QueryFacet("eenheid", _("Eenheid"), lambda indicators, unit: indicators.filter(unit=unit), _count_units),
    ),
    columns=(
        Column("naam", _("Naam"), lambda indicator: indicator.title),
        Column("eenheid", _("Eenheid"), lambda indicator: indicator.unit_in_words),
        Column("richting", _("Welke kant goed is"), lambda indicator: str(indicator.get_direction_display())),
        Column(
            "themas",
            _("Thema’s"),
            lambda indicator: ", ".join(theme.clear_title for theme in indicator.themes.all()) or None,
        ),
        Column("gemeten_door", _("Wie het meet"), lambda indicator: indicator.publisher or None),
        Column(
            "methode", _("Hoe het gemeten wordt"), lambda indicator: get_localised_text(indicator, "method") or None
        ),
        Column("vergelijkbaar", _("Geschikt om te vergelijken"), lambda indicator: indicator.is_comparable, bool),
        Column("waarden", _("Gemeten waarden"), lambda indicator: indicator.measured, int),
        Column("organisaties", _("Organisaties met een waarde"), lambda indicator: indicator.organisations, int),
        Column("eerste_meting", _("Eerste meting"), lambda indicator: indicator.first_on, dt.date),
        Column("laatste_meting", _("Laatste meting"), lambda indicator: indicator.last_on, dt.date),
        Column(
            "van_actie",
            _("Van één actie"),
            lambda indicator: indicator.action.code if indicator.action else None,
        ),
        Column(
            "acties",
            _("Acties die hem gebruiken"),
            lambda indicator: " ".join(action.code for action in indicator.public_users) or None,
        ),
        Column("adres", _("Adres"), lambda indicator: whole_address("indicator", indicator.slug)),
        Column("bron", _("Bron"), lambda indicator: indicator.source_url or None),
    ),
)
