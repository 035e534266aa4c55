"""The likeness of cities by their groups, themes, size, province and distance. Pure."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from .factors import measure_kilometres, score_nearness

GROUPS, THEMES, SIZE, DISTANCE, PROVINCE = 0.35, 0.30, 0.15, 0.12, 0.08
SAME_SIZE = 0.6
"""The minimum ratio of populations at which two cities are called “about as large”."""


@dataclass(frozen=True)
class CityProfile:
    """The facts about a city to compare; `population` is None when it is unknown."""

    province: int | None
    point: tuple[float, float] | None
    groups: frozenset[str]
    themes: frozenset[str]
    population: int | None = None


@dataclass(frozen=True)
class CityLikeness:
    """The result of comparing a city (its key) with another: the score and what they have in common."""

    key: str
    score: float
    groups: frozenset[str]
    themes: frozenset[str]
    same_province: bool
    kilometres: float | None
    is_as_large: bool


def rank_cities(own: CityProfile, others: Mapping[str, CityProfile]) -> list[CityLikeness]:
    """Rank the others, the most alike first. A small group weighs more than a large one: the G5 more than the G40."""
    members = Counter(group for other in others.values() for group in other.groups)
    rarity = {group: 1 / math.log2(2 + count) for group, count in members.items()}
    total_rarity = sum(rarity.get(group, 1.0) for group in own.groups) or 1.0
    likenesses = [_compare_cities(key, own, other, rarity, total_rarity) for key, other in others.items()]
    return sorted(likenesses, key=lambda likeness: (-likeness.score, likeness.key))


def compare_sizes(one: int | None, other: int | None) -> float:
    """Compare two populations: 1 for the same, a half for twice as large; 0 when either is unknown."""
    return min(one, other) / max(one, other) if one and other else 0.0


def _compare_cities(
    key: str, own: CityProfile, other: CityProfile, rarity: Mapping[str, float], total_rarity: float
) -> CityLikeness:
    groups = own.groups & other.groups
    themes = own.themes & other.themes
    theme_count = len(own.themes | other.themes) or 1
    is_same_province = own.province is not None and own.province == other.province
    distance = measure_kilometres(own.point, other.point) if own.point and other.point else None
    size_ratio = compare_sizes(own.population, other.population)
    score = (
        GROUPS * sum(rarity[group] for group in groups) / total_rarity
        + THEMES * len(themes) / theme_count
        + SIZE * size_ratio
        + DISTANCE * (score_nearness(distance) if distance is not None else 0.0)
        + PROVINCE * is_same_province
    )
    return CityLikeness(key, score, groups, themes, is_same_province, distance, size_ratio >= SAME_SIZE)
