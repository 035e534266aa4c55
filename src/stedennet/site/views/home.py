"""The first page: the division, how many take part, what is new."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stedennet.core.clock import today
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.growth import Growth

from .. import news
from ..cards import network as network_cards
from . import articles, events


def show_home(request: HttpRequest) -> HttpResponse:
    """The network in one page; the division is that of the first scheme."""
    day = today()
    themes = list(Theme.objects.with_division(day=day))
    growth = Growth.load(day=day)
    first = themes[0].scheme if themes else None
    divided = [one for one in themes if first and one.scheme_id == first.pk]
    return render(
        request,
        "site/home/page.html",
        {
            "scheme": network_cards.build_scheme_card(first) if first else None,
            "division": [network_cards.build_division_row(one) for one in divided],
            "counts": {
                "themes": len(themes),
                "organisations": Organisation.objects.on(day).count(),
                "municipalities": len(growth.everybody),
                "participants": len(growth.participants),
            },
            "map": network_cards.draw_growth_map(growth, divided),
            "growth": growth.rows,
            "articles": articles.list_latest_articles(3),
            "events": events.list_upcoming_events(3),
            "news": news.list_latest_news(6),
        },
    )
