"""The broadening: from five cities to forty to every municipality."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.network.models import Participation, Theme
from stedennet.network.querysets.growth import Growth

from .. import feeds, open_data
from ..cards import network as network_cards
from ..drawings.charts import draw_line_chart
from ..feeds import contents

MOST_STEPS = 100
COLUMNS = ("organisatie", "code", "stap", "op", "bekend_tot_op", "toelichting", "adres", "bron")


def show_growth(request: HttpRequest) -> HttpResponse:
    """The share of each group, the curve over the years with the same figures as a table, the newest steps."""
    figures = Growth.read(day=today())
    years = list(range(figures.first_year, figures.day.year + 1))
    curve = figures.curve
    context = {
        "groups": figures.rows,
        "total": len(figures.everybody),
        "map": network_cards.draw_growth_map(figures, Theme.objects.with_division(day=figures.day)),
        "svg": draw_line_chart(years, curve),
        "table": {"years": years, "rows": [{"name": name, "figures": values} for name, values in curve.items()]},
        "steps": [network_cards.build_participation_step(one) for one in _steps()[:MOST_STEPS]],
    }
    return render(request, "site/growth/page.html", context)


def _steps() -> Any:
    return Participation.objects.select_related("organisation").latest_first()


def _as_data(request: HttpRequest, one: Participation) -> dict[str, Any]:
    return {
        "organisatie": one.organisation.name,
        "code": one.organisation.code,
        "stap": one.get_step_display(),
        "op": one.on,
        "bekend_tot_op": one.get_precision_display(),
        "toelichting": one.remark or None,
        "adres": request.build_absolute_uri(reverse("organisation", args=[one.organisation.slug])),
        "bron": one.source_url or None,
    }


def growth_csv(request: HttpRequest) -> HttpResponse:
    """All steps as CSV."""
    return open_data.build_csv_response("verbreding", COLUMNS, (_as_data(request, one) for one in _steps()))


def growth_json(request: HttpRequest) -> HttpResponse:
    """All steps as JSON."""
    return open_data.build_json_response("verbreding", (_as_data(request, one) for one in _steps()))


def growth_feed(request: HttpRequest) -> HttpResponseBase:
    """The steps as a feed, the newest first."""
    return feeds.respond_with_feed(request, _("Verbreding"), reverse("growth"), _steps(), contents.build_step_entries)
