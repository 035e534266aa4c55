"""How much two cities are alike: by the groups they are in, their themes, province and distance. Pure."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from .factors import kilometres, near

GROUPS, THEMES, PROVINCE, DISTANCE = 0.4, 0.35, 0.1, 0.15


@dataclass(frozen=True)
class Profile:
    """What is known of a city."""

    province: int | None
    point: tuple[float, float] | None
    groups: frozenset[str]
    themes: frozenset[str]


@dataclass(frozen=True)
class Alike:
    """A city that is like another: what both have."""

    key: str
    score: float
    groups: frozenset[str]
    themes: int
    same_province: bool
    kilometres: float | None


def compared(own: Profile, others: Mapping[str, Profile]) -> list[Alike]:
    """The others, the most alike first. A small group says more than a large one: the G5 more than the G40."""
    members = Counter(group for other in others.values() for group in other.groups)
    rare = {group: 1 / math.log2(2 + count) for group, count in members.items()}
    whole = sum(rare.get(group, 1.0) for group in own.groups) or 1.0
    found = [_alike(key, own, other, rare, whole) for key, other in others.items()]
    return sorted(found, key=lambda one: (-one.score, one.key))


def _alike(key: str, own: Profile, other: Profile, rare: Mapping[str, float], whole: float) -> Alike:
    groups = own.groups & other.groups
    themes = len(own.themes & other.themes)
    either = len(own.themes | other.themes) or 1
    same = own.province is not None and own.province == other.province
    distance = kilometres(own.point, other.point) if own.point and other.point else None
    score = (
        GROUPS * sum(rare[group] for group in groups) / whole
        + THEMES * themes / either
        + PROVINCE * same
        + DISTANCE * (near(distance) if distance is not None else 0.0)
    )
    return Alike(key, score, groups, themes, same, distance)
