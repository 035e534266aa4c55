"""The strategy: the one that holds, and older ones."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from stedennet.agenda.models import Strategy
from stedennet.core import goals
from stedennet.core.clock import today
from stedennet.core.dates import format_day
from stedennet.core.text import get_localised_text

from ..cards import agenda as agenda_cards
from ..cards import network as network_cards


def redirect_to_current_strategy(request: HttpRequest) -> HttpResponse:
    """Leads to the strategy that holds today, or shows that there is none."""
    one = Strategy.objects.on(today()).first()
    if one is None:
        return render(request, "site/strategy/none.html", {"versions": _list_versions(None)})
    return redirect("strategy", slug=one.slug)


def show_strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """One strategy: vision, parties, conditions, history, documents, themes, editions of its agenda."""
    one = get_object_or_404(Strategy.objects.select_related("successor"), slug=slug)
    context = {
        "strategy": {
            "title": one.name,
            "subtitle": one.subtitle,
            "summary": get_localised_text(one, "summary"),
            "vision": get_localised_text(one, "vision"),
            "period": _format_period(one),
            "source_url": one.source_url,
            "sdgs": goals.describe_goals(one.sdgs),
        },
        "successor": _build_link(one.successor) if one.successor else None,
        "parties": [
            {
                "organisation": network_cards.build_organisation_card(row.organisation),
                "note": row.get_role_display(),
                "source_url": row.source_url,
            }
            for row in one.parties.select_related("organisation")
        ],
        "conditions": [
            {
                "title": get_localised_text(row, "title"),
                "text": get_localised_text(row, "text"),
                "source_url": row.source_url,
            }
            for row in one.conditions.all()
        ],
        "moments": [
            {
                "on": format_day(row.on, row.precision),
                "text": get_localised_text(row, "text"),
                "source_url": row.source_url,
            }
            for row in one.moments.all()
        ],
        "documents": [
            {
                "title": row.title,
                "url": row.url,
                "publisher": row.publisher,
                "on": format_day(row.published_on, row.precision),
                "woo_category": row.get_woo_category_display(),
            }
            for row in one.documents.all()
        ],
        "themes": [network_cards.build_theme_card(row) for row in one.themes.select_related("scheme")],
        "versions": _list_versions(one),
        "editions": [agenda_cards.build_edition_card(row) for row in one.editions.public()],
    }
    return render(request, "site/strategy/page.html", context)


def _list_versions(shown: Strategy | None) -> list[dict[str, Any]]:
    """All strategies, the newest first: those that were replaced stay readable."""
    now = Strategy.objects.on(today()).first()
    return [
        {**_build_link(one), "period": _format_period(one), "is_here": one == shown, "holds": one == now}
        for one in Strategy.objects.order_by("-begins_on", "-pk")
    ]


def _build_link(one: Strategy) -> dict[str, Any]:
    return {"title": one.name, "url": reverse("strategy", args=[one.slug])}


def _format_period(one: Strategy) -> str:
    return " – ".join(filter(None, [one.begins_in_words, one.ends_in_words]))
