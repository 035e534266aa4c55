"""The content of an edition or a strategy as plain data: what is sealed, compared and downloaded."""

import json
from typing import Any

from django.utils.translation import override

from stedennet.core.dates import format_short_day

from ..models import Commitment, CommitmentPartner, Edition, Indicator, IndicatorPoint, Strategy
from ..rules.status import MilestoneState

SEAL_FORMAT = 2
"""Incremented when the sealed form changes; old seals keep theirs. Format 1 had either the words or the range of the
costs, the part of partners as `role`, and no English, milestones or indicators."""


def build_edition_content(edition: Edition) -> dict[str, Any]:
    """The edition as plain data: the form that is sealed, compared with other editions, and downloaded."""
    return {
        "format": SEAL_FORMAT,
        "number": edition.number,
        **({"example": True} if edition.is_example else {}),
        "title": edition.title,
        "title_en": edition.title_en,
        "foreword": edition.foreword,
        "foreword_en": edition.foreword_en,
        "strategy": edition.strategy.title if edition.strategy else "",
        "parties": [
            {"organisation": party.organisation.name, "signatory": party.is_signatory}
            for party in edition.parties.select_related("organisation").order_by("organisation__name")
        ],
        "actions": [_build_action(commitment) for commitment in Commitment.objects.in_edition(edition).as_agreed()],
    }


STRATEGY_FORMAT = 1
"""The same for a version of a strategy."""


def build_strategy_content(strategy: Strategy) -> dict[str, object]:
    """A version of a strategy as plain data: the form that is sealed, compared with other versions, and downloaded."""
    return {
        "format": STRATEGY_FORMAT,
        "version": strategy.version,
        **({"example": True} if strategy.is_example else {}),
        **{name: getattr(strategy, name) for name in STRATEGY_TEXTS},
        "begins": format_short_day(strategy.begins_on, strategy.begins_precision),
        "ends": format_short_day(strategy.ends_on, strategy.ends_precision),
        "themes": sorted(theme.name for theme in strategy.themes.all()),
        "sdgs": sorted(strategy.sdgs),
        "parts": [
            {name: getattr(part, name) for name in ("kind", "title", "title_en", "text", "text_en", "source_url")}
            for part in strategy.parts.order_by("kind", "position", "pk")
        ],
        "parties": [
            {"organisation": party.organisation.name, "signatory": party.is_signatory}
            for party in strategy.signatories.select_related("organisation").order_by("organisation__name")
        ],
        "source_url": strategy.source_url,
    }


STRATEGY_TEXTS = ("title", "title_en", "subtitle", "summary", "summary_en", "vision", "vision_en")


def get_strategy_content(strategy: Strategy) -> dict[str, object]:
    """The content as submitted to the parties; before that, and without parties, the content as it is now."""
    text = strategy.sealed or strategy.laid_before
    return dict(json.loads(text)) if text else build_strategy_content(strategy)


def get_edition_content(edition: Edition) -> dict[str, Any]:
    """The content as submitted to the parties; before that, the content as it is now."""
    text = edition.sealed or edition.laid_before
    return dict(json.loads(text)) if text else build_edition_content(edition)


def _build_action(commitment: Commitment) -> dict[str, object]:
    return {
        "code": commitment.action.code,
        "title": commitment.title,
        "title_en": commitment.title_en,
        **({"part_of": commitment.parent.action.code} if commitment.parent else {}),
        "lead": commitment.lead,
        "lead_en": commitment.lead_en,
        "description": commitment.description,
        "description_en": commitment.description_en,
        "responsible": commitment.by,
        "partners": [
            {
                "organisation": partner.organisation.name,
                # Only where it is so: older editions did not have it, and are compared with this one.
                **({"responsible": True} if partner.is_other else {}),
                "role": _format_role(partner),
                "part": partner.part,
            }
            for partner in commitment.partners.all()
        ],
        "other_partners": commitment.partners_in_words,
        "themes": sorted(theme.name for theme in commitment.themes.all()),
        "begins": format_short_day(commitment.begins_on, commitment.begins_precision),
        "ends": format_short_day(commitment.ends_on, commitment.ends_precision),
        "schedule": commitment.schedule,
        "budget": _format_budget(commitment),
        "budget_low": commitment.budget_low,
        "budget_high": commitment.budget_high,
        "budget_source": commitment.budget_source,
        **_build_amounts(commitment),
        "sdgs": sorted(commitment.sdgs),
        "milestones": [
            {"title": indicator.title, "due": format_short_day(indicator.due_on, indicator.precision)}
            for indicator in commitment.action.milestones.all()
            if indicator.state != MilestoneState.CANCELLED
        ],
        "indicators": [
            {"name": milestone.name, "unit": milestone.unit, "targets": _build_targets(milestone)}
            for milestone in commitment.action.indicators.all()
        ],
        "depends_on": sorted(action.code for action in commitment.depends_on.all()),
        "source_url": commitment.source_url,
    }


def _build_amounts(commitment: Commitment) -> dict[str, object]:
    """The planned amounts; nothing without any, as in editions that were sealed before they existed."""
    amounts = [
        {
            "year": amount.year,
            "euros": f"{amount.euros:.2f}",
            "payer": amount.paid_by,
            "source_url": amount.source_url,
        }
        for amount in sorted(commitment.amounts.all(), key=lambda amount: (amount.year, amount.paid_by))
    ]
    return {"amounts": amounts} if amounts else {}


def _build_targets(indicator: Indicator) -> list[dict[str, str]]:
    targets = [point for point in indicator.points.all() if point.kind == IndicatorPoint.Kind.TARGET]
    return [{"on": point.on.isoformat(), "value": f"{point.value.normalize():f}"} for point in targets]


def _format_role(partner: CommitmentPartner) -> str:
    """The role in Dutch, whatever the language of the person who seals the edition."""
    with override("nl"):
        return partner.get_role_display()


def _format_budget(commitment: Commitment) -> str:
    with override("nl"):
        return commitment.budget
