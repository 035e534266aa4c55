"""What is sealed of an edition: all that the parties agreed, as plain data."""

from typing import Any

from stedennet.core.dates import in_short

from ..models import Commitment, Edition

FORMAT = 1
"""Goes up when what is sealed gets another form; old seals stay as they are."""


def content_of(edition: Edition) -> dict[str, Any]:
    """The edition as plain data: what is sealed, what two editions are compared by, and what people download."""
    return {
        "format": FORMAT,
        "number": edition.number,
        "title": edition.title,
        "foreword": edition.foreword,
        "strategy": edition.strategy.title if edition.strategy else "",
        "parties": [
            {"organisation": one.organisation.name, "signatory": one.is_signatory}
            for one in edition.parties.select_related("organisation").order_by("organisation__name")
        ],
        "actions": [_action(one) for one in Commitment.objects.in_edition(edition).in_full()],
    }


def _action(one: Commitment) -> dict[str, Any]:
    return {
        "code": one.action.code,
        "title": one.title,
        "lead": one.lead,
        "description": one.description,
        "responsible": one.by,
        "partners": [{"organisation": row.organisation.name, "role": row.role} for row in one.partners.all()],
        "other_partners": one.partners_in_words,
        "themes": sorted(theme.name for theme in one.themes.all()),
        "begins": in_short(one.begins_on, one.begins_precision),
        "ends": in_short(one.ends_on, one.ends_precision),
        "schedule": one.schedule,
        "budget": _budget(one),
        "budget_source": one.budget_source,
        "sdgs": sorted(one.sdgs),
        "depends_on": sorted(action.code for action in one.depends_on.all()),
        "source_url": one.source_url,
    }


def _budget(one: Commitment) -> str:
    if one.budget_in_words or (one.budget_low is None and one.budget_high is None):
        return one.budget_in_words
    known = [f"{amount} euro" for amount in (one.budget_low, one.budget_high) if amount is not None]
    return known[0] if len(set(known)) == 1 else " - ".join(known)
