"""The funnel: how many calls, interests, talks and partnerships there were; in total and per theme."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from ..models import Call
from ..rules.states import PUBLIC, Talk


@dataclass(frozen=True)
class Funnel:
    """Each number is at most about the one before it: an interest belongs to a call, a talk to an interest."""

    calls: int
    interests: int
    talks: int
    partnerships: int


def count_funnel(rows: Any = None) -> Funnel:
    """The funnel of all public calls, or of these rows; one query."""
    rows = Call.objects.readable() if rows is None else rows.filter(state__in=PUBLIC)
    found = rows.order_by().aggregate(
        n_calls=Count("pk", distinct=True),
        n_interests=Count("interests", distinct=True),
        n_talks=Count("interests", filter=Q(interests__talked=True), distinct=True),
        n_agreed=Count("interests", filter=Q(interests__talk=Talk.AGREED), distinct=True),
    )
    return Funnel(found["n_calls"], found["n_interests"], found["n_talks"], found["n_agreed"])


def count_theme_funnel(slug: str) -> Funnel:
    """The funnel of one theme; one query."""
    return count_funnel(Call.objects.about(slug))
