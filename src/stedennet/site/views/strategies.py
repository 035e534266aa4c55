"""The pages of strategies: the current one and the earlier ones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from stedennet.agenda.models import Strategy, StrategyPart
from stedennet.core.clock import today
from stedennet.core.dates import format_day
from stedennet.core.text import get_localised_text

from ..cards import agenda as agenda_cards
from ..cards import challenges as challenge_cards
from ..cards import goals as goal_cards
from ..cards import network as network_cards
from ..cards import purposes as purpose_cards


def redirect_to_current_strategy(request: HttpRequest) -> HttpResponse:
    """Redirect to the strategy in force today, or say that there is none."""
    strategy = Strategy.objects.real().on(today()).first()
    if strategy is None:
        return render(request, "site/strategy/none.html", {"versions": _list_versions(None)})
    return redirect("strategy", slug=strategy.slug)


def show_strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one strategy: vision, parties, conditions, history, documents, themes, editions of its agenda."""
    strategy = get_object_or_404(Strategy.objects.public().select_related("successor"), slug=slug)
    themes = strategy.themes.select_related("scheme")
    parts = purpose_cards.build_parts(strategy, day=today())
    context = {
        "strategy": {
            "title": strategy.name,
            "is_example": strategy.is_example,
            "subtitle": strategy.subtitle,
            "summary": get_localised_text(strategy, "summary"),
            "vision": get_localised_text(strategy, "vision"),
            "period": _format_period(strategy),
            "source_url": strategy.source_url,
            "sdgs": goal_cards.build_goal_links(strategy.sdgs),
        },
        "successor": _build_link(strategy.successor) if strategy.successor else None,
        "parties": [
            {
                "organisation": network_cards.build_organisation_card(party.organisation),
                "note": party.get_role_display(),
                "source_url": party.source_url,
            }
            for party in strategy.parties.select_related("organisation")
        ],
        "vision_parts": parts.get(StrategyPart.Kind.VISION, []),
        "conditions": parts.get(StrategyPart.Kind.CONDITION, []),
        "moments": [
            {
                "on": format_day(moment.on, moment.precision),
                "text": get_localised_text(moment, "text"),
                "source_url": moment.source_url,
            }
            for moment in strategy.moments.all()
        ],
        "documents": [
            {
                "title": document.title,
                "url": document.url,
                "publisher": document.publisher,
                "on": format_day(document.published_on, document.precision),
                "woo_category": document.get_woo_category_display(),
            }
            for document in strategy.documents.all()
        ],
        "themes": [network_cards.build_theme_card(theme) for theme in themes],
        "challenges": [
            challenge_cards.build_challenge_brief(challenge)
            for challenge in challenge_cards.select_challenges_about(*themes)
        ],
        "versions": _list_versions(strategy),
        "editions": [agenda_cards.build_edition_card(edition) for edition in strategy.editions.public()],
    }
    return render(request, "site/strategy/page.html", context)


def _list_versions(shown: Strategy | None) -> list[dict[str, object]]:
    """List all strategies, the newest first: replaced ones stay readable. Examples stand only with examples."""
    rows = Strategy.objects.filter(is_example=bool(shown and shown.is_example))
    current = rows.on(today()).first()
    return [
        {
            **_build_link(strategy),
            "period": _format_period(strategy),
            "is_here": strategy == shown,
            "holds": strategy == current,
        }
        for strategy in rows.order_by("-begins_on", "-pk")
    ]


def _build_link(strategy: Strategy) -> dict[str, object]:
    return {"title": strategy.name, "url": reverse("strategy", args=[strategy.slug])}


def _format_period(strategy: Strategy) -> str:
    return " – ".join(filter(None, [strategy.begins_in_words, strategy.ends_in_words]))
