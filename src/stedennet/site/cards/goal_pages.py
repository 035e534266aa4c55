"""The page of a sustainable development goal: the challenges, actions and initiatives that name it."""

from collections.abc import Callable
from dataclasses import dataclass

from stedennet.agenda.models import Commitment, Edition
from stedennet.agenda.overview import list_current_overviews
from stedennet.core.clock import today
from stedennet.core.goals import GOAL_NAMES, build_goal_uri, build_goal_url, format_goal
from stedennet.lists.agenda import ACTIONS
from stedennet.lists.challenges import CHALLENGES
from stedennet.lists.declarations import List
from stedennet.lists.facets import Rows
from stedennet.lists.goals import NAME, count_goals
from stedennet.lists.initiatives import INITIATIVES

from . import agenda as agenda_cards
from . import challenges as challenge_cards
from . import goals as goal_cards
from . import initiatives as initiative_cards

MOST = 6
"""How many of each kind the page shows; the list has the others."""
Cards = list[dict[str, object]]


@dataclass(frozen=True)
class Block:
    """A block of the page: the list that it shows the beginning of, its rows, and the cards of those with a goal."""

    declared: List
    rows: Callable[[], Rows]
    build_cards: Callable[[int], Cards]


def build_goal_page(number: int) -> dict[str, object]:
    """Return everything that the page of a goal shows; what nothing names is left out."""
    counts = {name: _count_by_goal(block.rows()) for name, block in BLOCKS.items()}
    named = {goal for numbers in counts.values() for goal in numbers}
    return {
        "goal": {
            "number": number,
            "name": GOAL_NAMES[number],
            "title": format_goal(number),
            "url": build_goal_url(number),
            "uri": build_goal_uri(number),
        },
        "others": goal_cards.build_goal_links(named - {number}),
        **{
            name: _build_block(block, number, counts[name][number])
            for name, block in BLOCKS.items()
            if number in counts[name]
        },
    }


def _count_by_goal(rows: Rows) -> dict[int, int]:
    return {int(option.value): option.count for option in count_goals(rows, "")}


def _build_block(block: Block, number: int, total: int) -> dict[str, object]:
    url = f"{block.declared.page_url}?{NAME}={number}"
    return {"total": total, "rows": block.build_cards(number), "url": url if total > MOST else ""}


def _list_commitments() -> Rows:
    return Commitment.objects.in_edition(Edition.objects.current())


def _build_challenge_cards(number: int) -> Cards:
    rows = CHALLENGES.read({NAME: str(number)})[:MOST]
    return [challenge_cards.build_challenge_card(challenge) for challenge in rows]


def _build_action_cards(number: int) -> Cards:
    overviews = list_current_overviews(Commitment.objects.serving(number), today=today())
    return [agenda_cards.build_action_card(overview) for overview in overviews[:MOST]]


def _build_initiative_cards(number: int) -> Cards:
    chosen = {NAME: str(number)}
    rows = INITIATIVES.sort(INITIATIVES.narrow(INITIATIVES.rows(), chosen), chosen)[:MOST]
    return [initiative_cards.build_initiative_brief(initiative) for initiative in rows]


BLOCKS = {
    "challenges": Block(CHALLENGES, CHALLENGES.rows, _build_challenge_cards),
    "actions": Block(ACTIONS, _list_commitments, _build_action_cards),
    "initiatives": Block(INITIATIVES, INITIATIVES.rows, _build_initiative_cards),
}
"""The blocks by their name in the template."""
