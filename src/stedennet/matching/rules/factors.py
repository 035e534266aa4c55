"""What makes an organisation fit a call: named factors from 0 to 1, their weights, and the sum. Pure."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class Factor(models.TextChoices):
    """One reason; a reader may switch it off."""

    TEXT = "tekst", _("wat zij deden")
    THEME = "thema", _("hun rol bij het thema")
    TOGETHER = "samen", _("eerder samengewerkt")
    OFFER = "aanbod", _("vraag en aanbod passen")
    NEAR = "afstand", _("dichtbij")
    FRESH = "recent", _("onlangs actief")


WEIGHTS: Mapping[Factor, float] = {
    Factor.TEXT: 0.50,
    Factor.THEME: 0.20,
    Factor.TOGETHER: 0.10,
    Factor.OFFER: 0.10,
    Factor.NEAR: 0.07,
    Factor.FRESH: 0.03,
}
"""The order and size were chosen, not fitted: no set of calls with answers is known to us. Only the shape of TEXT is
fitted (POWER and NEXT below, on 269 projects of the Dutch ERDF programme). Figures: benchmarks/README.md."""
POWER, NEXT = 1.5, 0.5
"""The best thing that somebody did counts fully, each next one half of the one before."""
NEARBY = 40.0
"""Kilometres after which being near counts a third (e-folding)."""
RECENT = 540.0
"""Days after which having done something counts a third."""
ROLES = {"lead": 1.0, "participant": 0.7, "follower": 0.3}
EARTH = 6371.0


@dataclass(frozen=True)
class Scored:
    """A candidate: its score (0 to 1) and the share of each factor."""

    key: str
    score: float
    factors: Mapping[Factor, float] = field(default_factory=dict)


def doing(hits: Iterable[tuple[float, Collection[str]]]) -> dict[str, float]:
    """How much everybody did that resembles a text, from 0 to 1: `hits` are scores with owners, the best first."""
    found: dict[str, float] = {}
    times: dict[str, int] = {}
    best = 0.0
    for score, owners in hits:
        best = best or score
        for owner in owners:
            found[owner] = found.get(owner, 0.0) + (score / best) ** POWER * NEXT ** times.get(owner, 0)
            times[owner] = times.get(owner, 0) + 1
    most = max(found.values(), default=1.0)
    return {owner: value / most for owner, value in found.items()}


def total(factors: Mapping[Factor, float], *, without: Collection[str] = ()) -> float:
    """The score, from 0 to 1; factors in `without` do not count, the others then weigh more."""
    weights = {factor: weight for factor, weight in WEIGHTS.items() if factor not in without}
    whole = sum(weights.values()) or 1.0
    return sum(weight * factors.get(factor, 0.0) for factor, weight in weights.items()) / whole


def ranked(
    candidates: Mapping[str, Mapping[Factor, float]], *, without: Collection[str] = (), most: int = 10
) -> list[Scored]:
    """The best candidates; who has nothing but being near or active is none."""
    telling = {Factor.TEXT, Factor.THEME, Factor.TOGETHER, Factor.OFFER} - set(without)
    scored = [
        Scored(key, total(factors, without=without), factors)
        for key, factors in candidates.items()
        if any(factors.get(factor) for factor in telling)
    ]
    return sorted(scored, key=lambda one: (-one.score, one.key))[:most]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance between two points (longitude, latitude in degrees) over the ground (haversine)."""
    (long1, lat1), (long2, lat2) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((long2 - long1) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def near(distance: float) -> float:
    """How much a distance in kilometres counts."""
    return math.exp(-distance / NEARBY)


def fresh(days: int) -> float:
    """How much something of so many days ago counts."""
    return math.exp(-max(0, days) / RECENT)
