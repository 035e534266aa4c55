"""The factors that make an organisation fit a call, each from 0 to 1, their weights, and the weighted sum. Pure."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class Factor(models.TextChoices):
    """One factor; a reader may switch it off."""

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
"""The ratios of TEXT, THEME and FRESH are fitted (benchmarks/matching_weights.py). We know of no data set for the
other three: they were chosen so small that they only decide between candidates that could do the work. Decision 17."""
SUPPORTING = frozenset({Factor.NEAR, Factor.FRESH})
"""Factors that alone do not make a candidate."""
NEARBY = 40.0
"""Kilometres after which nearness has fallen to a third (e-folding)."""
RECENT = 540.0
"""Days after which freshness has fallen to a third (e-folding)."""
ROLES = {"lead": 1.0, "participant": 0.7, "follower": 0.3}
EARTH_RADIUS = 6371.0


@dataclass(frozen=True)
class ScoredCandidate:
    """A candidate with its score (0 to 1) and the share of each factor."""

    key: str
    score: float
    factors: Mapping[Factor, float] = field(default_factory=dict)

    def contributing_factors(self) -> list[Factor]:
        """The factors that add to the score, the largest contribution first."""
        contributing = [factor for factor in Factor if self.factors.get(factor)]
        return sorted(contributing, key=lambda factor: -WEIGHTS[factor] * self.factors[factor])


def sum_factors(factors: Mapping[Factor, float], *, without: Collection[str] = ()) -> float:
    """Compute the score, from 0 to 1; factors in `without` do not count, and the others weigh more instead."""
    weights = {factor: weight for factor, weight in WEIGHTS.items() if factor not in without}
    total_weight = sum(weights.values()) or 1.0
    return sum(weight * factors.get(factor, 0.0) for factor, weight in weights.items()) / total_weight


def rank_candidates(
    candidates: Mapping[str, Mapping[Factor, float]], *, without: Collection[str] = (), most: int = 10
) -> list[ScoredCandidate]:
    """Rank the best candidates, leaving out those with supporting factors only. Factors in `without` do not count."""
    counting = {
        key: {factor: share for factor, share in factors.items() if factor not in without and share}
        for key, factors in candidates.items()
    }
    scored = [
        ScoredCandidate(key, sum_factors(factors, without=without), factors)
        for key, factors in counting.items()
        if factors.keys() - SUPPORTING
    ]
    return sorted(scored, key=lambda candidate: (-candidate.score, candidate.key))[:most]


def measure_kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Measure the great-circle distance between two points (longitude, latitude in degrees), by the haversine."""
    (long1, lat1), (long2, lat2) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((long2 - long1) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))


def score_nearness(distance: float) -> float:
    """Score a distance in kilometres, from 1 (here) down to 0."""
    return math.exp(-distance / NEARBY)


def score_freshness(days: int) -> float:
    """Score the age of the latest activity in days, from 1 (today) down to 0."""
    return math.exp(-max(0, days) / RECENT)


def score_cooperation(times: int) -> float:
    """Score a number of joint activities: the first counts a half, each further one half of the rest."""
    return float(1 - 0.5**times)
