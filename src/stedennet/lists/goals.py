"""The filter on sustainable development goals, for every list whose rows name them."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from stedennet.core.goals import find_goal, format_goal

from .facets import Option, QueryFacet, Rows

NAME, LABEL = "sdg", _("Duurzaam ontwikkelingsdoel")
"""The facet's name in the address, and its label."""


def keep_goal(rows: Rows, value: str) -> Rows:
    """The rows that name this goal; none for what is no number of a goal."""
    goal = find_goal(value)
    return rows.filter(sdgs__has_goal=goal) if goal else rows.none()


def count_goals(rows: Rows, value: str) -> list[Option]:
    """Counts each goal that some row names, in their order; one query."""
    counts = Counter(goal for goals in dict(rows.values_list("pk", "sdgs")).values() for goal in goals)
    chosen = find_goal(value)
    named = {*counts, chosen} if chosen else set(counts)
    return [Option(str(goal), format_goal(goal), counts[goal]) for goal in sorted(named)]


GOAL = QueryFacet(NAME, LABEL, keep_goal, count_goals)
