"""The broadening: from five cities to forty to every municipality."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stedennet.core.clock import today
from stedennet.network.models import Participation
from stedennet.network.querysets.growth import Growth

from .. import cards
from ..charts import line_chart

MOST_STEPS = 100


def growth(request: HttpRequest) -> HttpResponse:
    """The share of each group, the curve over the years with the same figures as a table, the newest steps."""
    figures = Growth.read(day=today())
    years = list(range(figures.first_year, figures.day.year + 1))
    curve = figures.curve
    steps = Participation.objects.select_related("organisation").latest_first()[:MOST_STEPS]
    context = {
        "groups": figures.rows,
        "svg": line_chart(years, curve),
        "table": {"years": years, "rows": [{"name": name, "figures": values} for name, values in curve.items()]},
        "steps": [cards.step(one) for one in steps],
    }
    return render(request, "site/growth/page.html", context)
