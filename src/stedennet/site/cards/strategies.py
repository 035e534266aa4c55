"""The page of a strategy, and the differences between two of its versions, as plain values for templates."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.flows.editions import compute_text_seal
from stedennet.agenda.flows.seals import get_strategy_content
from stedennet.agenda.labels import FIELD_LABELS, format_fact
from stedennet.agenda.models import Document, Moment, Strategy, StrategyPart
from stedennet.agenda.rules.differences import compare_strategies
from stedennet.agenda.rules.strategies import PUBLIC, Status
from stedennet.core.combined_reads import read_together
from stedennet.core.dates import format_day
from stedennet.core.text import get_localised_text, mark_dutch

from . import agenda as agenda_cards
from . import challenges as challenge_cards
from . import editions as edition_cards
from . import goals as goal_cards
from . import network as network_cards
from . import purposes as purpose_cards


def build_strategy_page(strategy: Strategy, *, day: dt.date) -> dict[str, object]:
    """Return everything that the page of a version shows; `strategy` comes from `with_parties()`."""
    themes, moments, documents, drafters, editions = read_together(
        strategy.themes.select_related("scheme"),
        strategy.moments.all(),
        strategy.documents.all(),
        strategy.parties.select_related("organisation"),
        strategy.editions.public(),
    )
    parts = purpose_cards.build_parts(strategy, day=day)
    return {
        "strategy": {
            **build_strategy_card(strategy),
            "subtitle": mark_dutch(strategy.subtitle),
            "summary": get_localised_text(strategy, "summary"),
            "vision": get_localised_text(strategy, "vision"),
            "source_url": strategy.source_url,
            "sdgs": goal_cards.build_goal_links(strategy.sdgs),
            "note": get_localised_text(strategy, "note"),
            "reason": mark_dutch(strategy.status_reason),
            "is_draft": strategy.status == Status.DRAFT,
        },
        "successor": _build_successor_link(strategy),
        "drafters": [
            {
                "organisation": network_cards.build_organisation_card(party.organisation),
                "note": party.get_role_display(),
                "source_url": party.source_url,
            }
            for party in drafters
        ],
        **agenda_cards.build_decisions(strategy, strategy.signatories.all()),
        "vision_parts": parts.get(StrategyPart.Kind.VISION, []),
        "conditions": parts.get(StrategyPart.Kind.CONDITION, []),
        "themes": [network_cards.build_theme_card(theme) for theme in themes],
        "challenges": [
            challenge_cards.build_challenge_brief(challenge)
            for challenge in challenge_cards.select_challenges_about(*themes)
        ],
        "editions": [agenda_cards.build_edition_card(edition) for edition in editions],
        **_build_history(moments, documents),
        **_build_versions(strategy, day),
        "seal": strategy.seal,
        "laid_seal": compute_text_seal(strategy.laid_before) if strategy.laid_before and not strategy.seal else "",
        "json_url": reverse("strategy_json", args=[strategy.slug]) if strategy.laid_before else "",
    }


def _build_successor_link(strategy: Strategy) -> dict[str, object] | None:
    """The version that replaced this one, once readers can see it."""
    successor = strategy.successor
    return build_strategy_link(successor) if successor and successor.status in PUBLIC else None


def _build_history(moments: Sequence[Moment], documents: Sequence[Document]) -> dict[str, object]:
    return {
        "moments": [
            {
                "on": format_day(moment.on, moment.precision),
                "text": get_localised_text(moment, "text"),
                "source_url": moment.source_url,
            }
            for moment in moments
        ],
        "documents": [
            {
                "title": mark_dutch(document.title),
                "url": document.url,
                "publisher": document.publisher,
                "on": format_day(document.published_on, document.precision),
                "woo_category": document.get_woo_category_display(),
            }
            for document in documents
        ],
    }


def build_strategy_link(strategy: Strategy) -> dict[str, object]:
    """Return the title of a version with the address of its page."""
    return {"title": strategy.name, "url": reverse("strategy", args=[strategy.slug])}


def build_strategy_card(strategy: Strategy) -> dict[str, object]:
    """Return a version for a list of versions."""
    is_shown_as_source = strategy.is_recorded and strategy.status == Status.ADOPTED
    return {
        **build_strategy_link(strategy),
        "slug": strategy.slug,
        "version": strategy.version,
        "is_example": strategy.is_example,
        "period": format_period(strategy),
        "status": strategy.status,
        # A source rarely says that a strategy was adopted, so neither do we.
        "status_label": _("uit een bron") if is_shown_as_source else strategy.get_status_display(),
        "adopted_at": strategy.adopted_at,
    }


def format_period(strategy: Strategy) -> str:
    """Return the period of a strategy in words; empty when nothing is known."""
    return " – ".join(filter(None, [strategy.begins_in_words, strategy.ends_in_words]))


def list_versions(shown: Strategy | None, *, day: dt.date) -> list[dict[str, object]]:
    """List all public versions of all strategies, the newest first. Examples stand only with examples; one query."""
    rows = Strategy.objects.public().filter(is_example=bool(shown and shown.is_example))
    return [
        {
            **build_strategy_card(strategy),
            "is_here": strategy == shown,
            "holds": strategy.status == Status.ADOPTED and strategy.holds_on(day),
            "line": strategy.line or strategy.slug,
        }
        for strategy in rows.order_by("-begins_on", "-version", "-pk")
    ]


def _build_versions(strategy: Strategy, day: dt.date) -> dict[str, object]:
    versions = list_versions(strategy, day=day)
    line = [version for version in versions if version["line"] == (strategy.line or strategy.slug)]
    others = [version for version in line if not version["is_here"]]
    compare = [
        {
            "version": version["version"],
            "url": reverse("strategy_differences", args=[strategy.slug, version["slug"]]),
        }
        for version in others
        if strategy.status in PUBLIC
    ]
    return {"versions": versions, "has_versions": len(line) > 1 or strategy.version > 1, "compare": compare}


def build_differences_page(old: Strategy, new: Strategy) -> dict[str, object]:
    """Return what changed from the older version to the newer one."""
    differences = compare_strategies(get_strategy_content(old), get_strategy_content(new))
    return {
        "old": build_strategy_card(old),
        "new": build_strategy_card(new),
        "texts": [edition_cards.build_text_change(change) for change in differences.texts],
        "facts": [
            {
                "label": FIELD_LABELS.get(fact.field, fact.field),
                "before": format_fact(fact.field, fact.before),
                "after": format_fact(fact.field, fact.after),
            }
            for fact in differences.facts
        ],
        "is_empty": differences.is_empty,
    }
