"""The first page: the division, how many take part, what is new."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stedennet.core.clock import today
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.growth import Growth

from .. import cards, news
from . import articles, events


def home(request: HttpRequest) -> HttpResponse:
    """The network in one page; the division is that of the first scheme."""
    day = today()
    themes = list(Theme.objects.with_division(day=day))
    growth = Growth.read(day=day)
    first = themes[0].scheme if themes else None
    divided = [one for one in themes if first and one.scheme_id == first.pk]
    return render(
        request,
        "site/home/page.html",
        {
            "scheme": cards.scheme(first) if first else None,
            "division": [cards.division_row(one) for one in divided],
            "counts": {
                "themes": len(themes),
                "organisations": Organisation.objects.on(day).count(),
                "municipalities": len(growth.everybody),
                "participants": len(growth.participants),
            },
            "map": cards.growth_map(growth, divided),
            "growth": growth.rows,
            "articles": articles.latest(3),
            "events": events.next_few(3),
            "news": news.latest(6),
        },
    )
