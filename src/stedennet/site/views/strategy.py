"""The strategy: the one that holds, and older ones."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from stedennet.agenda.models import Strategy
from stedennet.core import goals
from stedennet.core.clock import today
from stedennet.core.dates import in_words
from stedennet.core.text import in_language

from .. import agenda_cards, cards


def current(request: HttpRequest) -> HttpResponse:
    """Leads to the strategy that holds today, or shows that there is none."""
    one = Strategy.objects.on(today()).first()
    if one is None:
        return render(request, "site/strategy/none.html", {"versions": _versions(None)})
    return redirect("strategy", slug=one.slug)


def strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """One strategy: vision, parties, conditions, history, documents, themes, editions of its agenda."""
    one = get_object_or_404(Strategy.objects.select_related("successor"), slug=slug)
    context = {
        "strategy": {
            "title": one.name,
            "subtitle": one.subtitle,
            "summary": in_language(one, "summary"),
            "vision": in_language(one, "vision"),
            "period": _period(one),
            "source_url": one.source_url,
            "sdgs": goals.named(one.sdgs),
        },
        "successor": _link(one.successor) if one.successor else None,
        "parties": [
            {
                "organisation": cards.organisation(row.organisation),
                "note": row.get_role_display(),
                "source_url": row.source_url,
            }
            for row in one.parties.select_related("organisation")
        ],
        "conditions": [
            {"title": in_language(row, "title"), "text": in_language(row, "text"), "source_url": row.source_url}
            for row in one.conditions.all()
        ],
        "moments": [
            {"on": in_words(row.on, row.precision), "text": in_language(row, "text"), "source_url": row.source_url}
            for row in one.moments.all()
        ],
        "documents": [
            {
                "title": row.title,
                "url": row.url,
                "publisher": row.publisher,
                "on": in_words(row.published_on, row.precision),
                "woo_category": row.get_woo_category_display(),
            }
            for row in one.documents.all()
        ],
        "themes": [cards.theme(row) for row in one.themes.select_related("scheme")],
        "versions": _versions(one),
        "editions": [agenda_cards.edition(row) for row in one.editions.public()],
    }
    return render(request, "site/strategy/page.html", context)


def _versions(shown: Strategy | None) -> list[dict[str, Any]]:
    """All strategies, the newest first: those that were replaced stay readable."""
    now = Strategy.objects.on(today()).first()
    return [
        {**_link(one), "period": _period(one), "is_here": one == shown, "holds": one == now}
        for one in Strategy.objects.order_by("-begins_on", "-pk")
    ]


def _link(one: Strategy) -> dict[str, Any]:
    return {"title": one.name, "url": reverse("strategy", args=[one.slug])}


def _period(one: Strategy) -> str:
    return " – ".join(filter(None, [one.begins_in_words, one.ends_in_words]))
