"""What makes an organisation fit a call: named factors from 0 to 1, their weights, and the sum. Pure."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class Factor(models.TextChoices):
    """One reason; a reader may switch it off."""

    TEXT = "tekst", _("wat zij deden")
    THEME = "thema", _("werk en rol bij het thema")
    TOGETHER = "samen", _("eerder samengewerkt")
    OFFER = "aanbod", _("vraag en aanbod passen")
    NEAR = "afstand", _("dichtbij")
    FRESH = "recent", _("onlangs actief")


WEIGHTS: Mapping[Factor, float] = {
    Factor.TEXT: 0.60,
    Factor.THEME: 0.12,
    Factor.TOGETHER: 0.10,
    Factor.OFFER: 0.10,
    Factor.NEAR: 0.05,
    Factor.FRESH: 0.03,
}
"""TEXT, THEME and FRESH against each other are fitted (benchmarks/matching_weights.py); for the other three no set
with answers is known to us: they were chosen, each so small that it decides between those who could. Decision 17."""
SUPPORTING = frozenset({Factor.NEAR, Factor.FRESH})
"""Who has nothing but these is no candidate."""
NEARBY = 40.0
"""Kilometres after which being near counts a third (e-folding)."""
RECENT = 540.0
"""Days after which having done something counts a third."""
ROLES = {"lead": 1.0, "participant": 0.7, "follower": 0.3}
EARTH_RADIUS = 6371.0


@dataclass(frozen=True)
class ScoredCandidate:
    """A candidate: its score (0 to 1) and the share of each factor."""

    key: str
    score: float
    factors: Mapping[Factor, float] = field(default_factory=dict)

    def weighty(self) -> list[Factor]:
        """The factors that speak for it, what they add most first."""
        there = [factor for factor in Factor if self.factors.get(factor)]
        return sorted(there, key=lambda factor: -WEIGHTS[factor] * self.factors[factor])


def sum_factors(factors: Mapping[Factor, float], *, without: Collection[str] = ()) -> float:
    """The score, from 0 to 1; factors in `without` do not count, the others then weigh more."""
    weights = {factor: weight for factor, weight in WEIGHTS.items() if factor not in without}
    whole = sum(weights.values()) or 1.0
    return sum(weight * factors.get(factor, 0.0) for factor, weight in weights.items()) / whole


def rank_candidates(
    candidates: Mapping[str, Mapping[Factor, float]], *, without: Collection[str] = (), most: int = 10
) -> list[ScoredCandidate]:
    """The best candidates; who has nothing but being near or active is none. Factors in `without` are nobody's."""
    counting = {
        key: {factor: share for factor, share in factors.items() if factor not in without and share}
        for key, factors in candidates.items()
    }
    scored = [
        ScoredCandidate(key, sum_factors(factors, without=without), factors)
        for key, factors in counting.items()
        if factors.keys() - SUPPORTING
    ]
    return sorted(scored, key=lambda one: (-one.score, one.key))[:most]


def measure_kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance between two points (longitude, latitude in degrees) over the ground (haversine)."""
    (long1, lat1), (long2, lat2) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((long2 - long1) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))


def score_nearness(distance: float) -> float:
    """How much a distance in kilometres counts."""
    return math.exp(-distance / NEARBY)


def score_freshness(days: int) -> float:
    """How much something of so many days ago counts."""
    return math.exp(-max(0, days) / RECENT)


def score_cooperation(times: int) -> float:
    """How much having done something together so many times counts: once half, each next time half of the rest."""
    return float(1 - 0.5**times)
