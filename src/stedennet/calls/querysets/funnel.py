"""The funnel: the numbers of calls, interests, conversations and partnerships.

Only calls that were placed here count: what a source tells of has no conversations here, and an example is not true.
"""

from dataclasses import dataclass

from django.db.models import Count, Q

from ..models import Call
from ..rules.states import PUBLIC, Talk
from .calls import CallQuerySet


@dataclass(frozen=True)
class Funnel:
    """Counts that each narrow down the one before: interests belong to calls, talks to interests."""

    calls: int
    interests: int
    talks: int
    partnerships: int


def count_funnel(rows: CallQuerySet | None = None) -> Funnel:
    """The funnel of `rows`, by default of all calls; only public ones that were placed here count. One query."""
    rows = Call.objects.readable() if rows is None else rows.filter(state__in=PUBLIC)
    totals = (
        rows.placed_here()
        .order_by()
        .aggregate(
            n_calls=Count("pk", distinct=True),
            n_interests=Count("interests", distinct=True),
            n_talks=Count("interests", filter=Q(interests__talked=True), distinct=True),
            n_agreed=Count("interests", filter=Q(interests__talk=Talk.AGREED), distinct=True),
        )
    )
    return Funnel(totals["n_calls"], totals["n_interests"], totals["n_talks"], totals["n_agreed"])
