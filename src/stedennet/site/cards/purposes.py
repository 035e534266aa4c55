"""The parts of a strategy with the actions that serve them, and what an action is for, as plain values."""

import datetime as dt

from django.urls import reverse

from stedennet.agenda.models import Action, Commitment, Purpose, Strategy, StrategyPart
from stedennet.agenda.overview import list_current_overviews
from stedennet.core.text import get_localised_text

from . import agenda as agenda_cards


def build_parts(strategy: Strategy, *, day: dt.date) -> dict[str, list[dict[str, object]]]:
    """Return the parts of a strategy by kind, each with the actions of the current edition that serve it.

    Two queries, and three more if any action does.
    """
    cards = _list_cards(strategy, day)
    parts: dict[str, list[dict[str, object]]] = {}
    for part in strategy.parts.all():
        parts.setdefault(part.kind, []).append(
            {
                "key": get_part_anchor(part),
                "title": part.name,
                "text": get_localised_text(part, "text"),
                "source_url": part.source_url,
                "actions": cards.get(part.pk, []),
            }
        )
    return parts


def _list_cards(strategy: Strategy, day: dt.date) -> dict[int, list[dict[str, object]]]:
    pairs = list(Purpose.objects.within(strategy).values_list("part_id", "action_id"))
    if not pairs:
        return {}
    among = Commitment.objects.filter(action__in={action for _part, action in pairs})
    overviews = list_current_overviews(among, today=day, of_examples=strategy.is_example)
    shown = {overview.action_id: agenda_cards.build_action_card(overview) for overview in overviews}
    cards: dict[int, list[dict[str, object]]] = {}
    for part, action in pairs:
        if action in shown:
            cards.setdefault(part, []).append(shown[action])
    return cards


def list_purposes(action: Action) -> list[dict[str, str]]:
    """List the parts of strategies that this action serves, each with its place on the strategy's page; one query."""
    return [
        {
            "title": purpose.part.name,
            "kind_label": str(purpose.part.get_kind_display()),
            "url": f"{reverse('strategy', args=[purpose.part.strategy.slug])}#{get_part_anchor(purpose.part)}",
            "source_url": purpose.source_url,
        }
        for purpose in Purpose.objects.of_action(action)
    ]


def get_part_anchor(part: StrategyPart) -> str:
    """The place of a part on the page of its strategy."""
    return f"onderdeel-{part.pk}"
