"""How much two cities are alike: by the groups they are in, their themes, size, province and distance. Pure."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from .factors import measure_kilometres, score_nearness

GROUPS, THEMES, SIZE, DISTANCE, PROVINCE = 0.35, 0.30, 0.15, 0.12, 0.08
SAME_SIZE = 0.6
"""At least this share of being as large is called “about as large”."""


@dataclass(frozen=True)
class CityProfile:
    """What is known of a city; `population` is None where nobody filled it in."""

    province: int | None
    point: tuple[float, float] | None
    groups: frozenset[str]
    themes: frozenset[str]
    population: int | None = None


@dataclass(frozen=True)
class CityLikeness:
    """A city that is like another: what both have."""

    key: str
    score: float
    groups: frozenset[str]
    themes: frozenset[str]
    same_province: bool
    kilometres: float | None
    is_as_large: bool


def rank_cities(own: CityProfile, others: Mapping[str, CityProfile]) -> list[CityLikeness]:
    """The others, the most alike first. A small group says more than a large one: the G5 more than the G40."""
    members = Counter(group for other in others.values() for group in other.groups)
    rare = {group: 1 / math.log2(2 + count) for group, count in members.items()}
    whole = sum(rare.get(group, 1.0) for group in own.groups) or 1.0
    found = [_compare_cities(key, own, other, rare, whole) for key, other in others.items()]
    return sorted(found, key=lambda one: (-one.score, one.key))


def compare_sizes(one: int | None, other: int | None) -> float:
    """How much two cities are of a size: 1 for the same, a half for twice as large; 0 where one is not known."""
    return min(one, other) / max(one, other) if one and other else 0.0


def _compare_cities(
    key: str, own: CityProfile, other: CityProfile, rare: Mapping[str, float], whole: float
) -> CityLikeness:
    groups = own.groups & other.groups
    themes = own.themes & other.themes
    either = len(own.themes | other.themes) or 1
    same = own.province is not None and own.province == other.province
    distance = measure_kilometres(own.point, other.point) if own.point and other.point else None
    as_large = compare_sizes(own.population, other.population)
    score = (
        GROUPS * sum(rare[group] for group in groups) / whole
        + THEMES * len(themes) / either
        + SIZE * as_large
        + DISTANCE * (score_nearness(distance) if distance is not None else 0.0)
        + PROVINCE * same
    )
    return CityLikeness(key, score, groups, themes, same, distance, as_large >= SAME_SIZE)
