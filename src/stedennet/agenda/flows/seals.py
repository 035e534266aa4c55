"""What is sealed of an edition: all that the parties agreed, as plain data."""

import json
from typing import Any

from django.utils.translation import override

from stedennet.core.dates import format_short_day

from ..models import Commitment, CommitmentPartner, Edition, Indicator, IndicatorPoint
from ..rules.status import MilestoneState

SEAL_FORMAT = 2
"""Goes up when what is sealed gets another form; old seals stay as they are. 1 had of costs the words or else the
range, of partners what they do as `role`, and no English, milestones or indicators."""


def build_edition_content(edition: Edition) -> dict[str, Any]:
    """The edition as plain data: what is sealed, what two editions are compared by, and what people download."""
    return {
        "format": SEAL_FORMAT,
        "number": edition.number,
        "title": edition.title,
        "title_en": edition.title_en,
        "foreword": edition.foreword,
        "foreword_en": edition.foreword_en,
        "strategy": edition.strategy.title if edition.strategy else "",
        "parties": [
            {"organisation": one.organisation.name, "signatory": one.is_signatory}
            for one in edition.parties.select_related("organisation").order_by("organisation__name")
        ],
        "actions": [_build_action(one) for one in Commitment.objects.in_edition(edition).as_agreed()],
    }


def get_edition_content(edition: Edition) -> dict[str, Any]:
    """What the edition says for good once it was laid before the parties, and until then what it says now."""
    text = edition.sealed or edition.laid_before
    return dict(json.loads(text)) if text else build_edition_content(edition)


def _build_action(one: Commitment) -> dict[str, Any]:
    return {
        "code": one.action.code,
        "title": one.title,
        "title_en": one.title_en,
        "lead": one.lead,
        "lead_en": one.lead_en,
        "description": one.description,
        "description_en": one.description_en,
        "responsible": one.by,
        "partners": [
            {"organisation": row.organisation.name, "role": _format_role(row), "part": row.part}
            for row in one.partners.all()
        ],
        "other_partners": one.partners_in_words,
        "themes": sorted(theme.name for theme in one.themes.all()),
        "begins": format_short_day(one.begins_on, one.begins_precision),
        "ends": format_short_day(one.ends_on, one.ends_precision),
        "schedule": one.schedule,
        "budget": _format_budget(one),
        "budget_low": one.budget_low,
        "budget_high": one.budget_high,
        "budget_source": one.budget_source,
        "sdgs": sorted(one.sdgs),
        "milestones": [
            {"title": row.title, "due": format_short_day(row.due_on, row.precision)}
            for row in one.action.milestones.all()
            if row.state != MilestoneState.CANCELLED
        ],
        "indicators": [
            {"name": row.name, "unit": row.unit, "targets": _build_targets(row)} for row in one.action.indicators.all()
        ],
        "depends_on": sorted(action.code for action in one.depends_on.all()),
        "source_url": one.source_url,
    }


def _build_targets(one: Indicator) -> list[dict[str, str]]:
    wanted = [row for row in one.points.all() if row.kind == IndicatorPoint.Kind.TARGET]
    return [{"on": row.on.isoformat(), "value": f"{row.value.normalize():f}"} for row in wanted]


def _format_role(row: CommitmentPartner) -> str:
    """The role in Dutch, whatever language who seals it reads."""
    with override("nl"):
        return row.get_role_display()


def _format_budget(one: Commitment) -> str:
    with override("nl"):
        return one.budget
