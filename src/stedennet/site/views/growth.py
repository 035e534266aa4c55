"""The growth of the network: from five cities to forty to every municipality."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stedennet.core.clock import today
from stedennet.lists.participation import PARTICIPATION
from stedennet.network.models import Theme
from stedennet.network.querysets.growth import Growth

from ..cards import growth_maps
from ..cards import network as network_cards
from ..drawings.charts import draw_line_chart
from ..feeds import contents
from ..filters import Filters
from .lists import ListPages

MOST_STEPS = 100
MAP_CHOICES = ("thema", "jaar", "kaart")


def show_growth(request: HttpRequest) -> HttpResponse:
    """Show the share of each group, growth over the years as a chart and a table, and the latest steps."""
    figures = Growth.load(day=today())
    filters = Filters(request.GET, MAP_CHOICES)
    years = list(range(figures.first_year, figures.day.year + 1))
    curve = figures.curve
    context = {
        "groups": figures.rows,
        "total": len(figures.everybody),
        **growth_maps.build_chosen_map(figures, list(Theme.objects.select_related("scheme")), filters.chosen),
        "svg": draw_line_chart(years, curve),
        "table": [{"name": name, "figures": list(zip(years, values, strict=True))} for name, values in curve.items()],
        "steps": [network_cards.build_participation_step(step) for step in PARTICIPATION.read({})[:MOST_STEPS]],
    }
    return render(request, "site/growth/page.html", context)


LIST_PAGES = ListPages(declared=PARTICIPATION, view=show_growth, entries=contents.build_step_entries)
