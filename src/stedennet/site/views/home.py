"""The first page: the division, how many take part, what is new."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stedennet.core.clock import today
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.growth import Growth

from .. import cards, news


def home(request: HttpRequest) -> HttpResponse:
    """The network in one page; the division is that of the first scheme."""
    day = today()
    themes = list(Theme.objects.with_division(day=day))
    growth = Growth.read(day=day)
    first = themes[0].scheme_id if themes else None
    return render(
        request,
        "site/home/page.html",
        {
            "division": [cards.division_row(one) for one in themes if one.scheme_id == first],
            "schemes_count": len({one.scheme_id for one in themes}),
            "counts": {
                "themes": len(themes),
                "organisations": Organisation.objects.on(day).count(),
                "municipalities": growth.everybody,
                "participants": growth.participants,
            },
            "growth": growth.rows,
            "news": news.latest(6),
        },
    )
