"""The home page: what somebody comes for, the themes and who leads them, calls, participation and news."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stedennet.calls.models import Call
from stedennet.core.clock import today
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.growth import Growth

from .. import news
from ..cards import articles as article_cards
from ..cards import calls as call_cards
from ..cards import events as event_cards
from ..cards import growth_maps
from ..cards import initiatives as initiative_cards
from ..cards import network as network_cards
from ..cards import yields as yield_cards
from ..cards.matrix_excerpts import build_matrix_excerpt

CALLS = 3
"""How many calls the home page shows: those that close first."""
INITIATIVES = 3
"""How many initiatives it shows: those that were published last."""


def show_home(request: HttpRequest) -> HttpResponse:
    """Show the network at a glance, with the themes of the first scheme."""
    day = today()
    themes = list(Theme.objects.with_division(day=day))
    growth = Growth.load(day=day)
    scheme = themes[0].scheme if themes else None
    scheme_themes = [theme for theme in themes if scheme and theme.scheme_id == scheme.pk]
    return render(
        request,
        "site/home/page.html",
        {
            "scheme": network_cards.build_scheme_card(scheme) if scheme else None,
            "division": [network_cards.build_division_row(theme) for theme in scheme_themes],
            "counts": {
                "themes": sum(bool(theme.leads_now) for theme in themes),
                "organisations": Organisation.objects.on(day).count(),
                "municipalities": len(growth.everybody),
                "participants": len(growth.participants),
            },
            "matrix": build_matrix_excerpt(scheme, scheme_themes) if scheme else None,
            "map": growth_maps.build_growth_map(growth, growth_maps.group_leads(scheme_themes)),
            "growth": growth.rows,
            "calls": [
                call_cards.build_call_card(call) for call in Call.objects.readable().open(day).with_cards()[:CALLS]
            ],
            "came_of_it": yield_cards.build_yield_line(),
            "initiatives": initiative_cards.build_tiles(Initiative.objects.newest()[:INITIATIVES]),
            "articles": article_cards.list_latest_articles(3),
            "events": event_cards.list_upcoming_events(3),
            "news": news.list_latest_news(6),
        },
    )
