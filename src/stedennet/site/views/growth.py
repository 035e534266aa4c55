"""The broadening: from five cities to forty to every municipality."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.network.models import Participation, Theme
from stedennet.network.querysets.growth import Growth

from .. import cards, feeds, opendata
from ..charts import line_chart
from ..feeds import contents

MOST_STEPS = 100
COLUMNS = ("organisatie", "code", "stap", "op", "bekend_tot_op", "toelichting", "adres", "bron")


def growth(request: HttpRequest) -> HttpResponse:
    """The share of each group, the curve over the years with the same figures as a table, the newest steps."""
    figures = Growth.read(day=today())
    years = list(range(figures.first_year, figures.day.year + 1))
    curve = figures.curve
    context = {
        "groups": figures.rows,
        "total": len(figures.everybody),
        "map": cards.growth_map(figures, Theme.objects.with_division(day=figures.day)),
        "svg": line_chart(years, curve),
        "table": {"years": years, "rows": [{"name": name, "figures": values} for name, values in curve.items()]},
        "steps": [cards.step(one) for one in _steps()[:MOST_STEPS]],
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
    return opendata.as_csv("verbreding", COLUMNS, (_as_data(request, one) for one in _steps()))


def growth_json(request: HttpRequest) -> HttpResponse:
    """All steps as JSON."""
    return opendata.as_json("verbreding", (_as_data(request, one) for one in _steps()))


def growth_feed(request: HttpRequest) -> HttpResponseBase:
    """The steps as a feed, the newest first."""
    return feeds.answer(request, _("Verbreding"), reverse("growth"), _steps(), contents.steps)
