"""Mixing what the words say with what the vectors say: a convex sum of two scores, each brought to 0 to 1.

Reciprocal rank fusion lost against this on both development sets (benchmarks/README.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from django.utils.translation import get_language
from tantivy import Query

from . import encoders, vectors
from .engine import Hit, IndexReader, combine_queries, match_any

WEIGHT, WEIGHT_ACROSS = 0.2, 0.5
"""The part of the vectors in the score. Readers of the English pages ask in English about texts that are mostly Dutch:
there the words tell less (benchmarks/README.md)."""
MOST_NEAR, LEAST_NEAR = 50, 0.2
"""What lies nearest is looked at too, also without a word in common; a smaller cosine than this says nothing."""


@dataclass(frozen=True)
class Nearness:
    """How close everything is to one question; `weight` is its part of the score."""

    closeness: Mapping[str, float]
    weight: float = WEIGHT

    def nearest(self, most: int = MOST_NEAR) -> list[str]:
        """The ids of what lies nearest, the nearest first."""
        close = [(-cosine, name) for name, cosine in self.closeness.items() if cosine >= LEAST_NEAR]
        return [name for _cosine, name in nsmallest(most, close)]


NearnessFinder = Callable[[str], Nearness | None]


def find_nearness(text: str) -> Nearness | None:
    """How close everything is to a text, by the encoder in use; None without one, or without vectors."""
    encoder = encoders.get_encoder()
    if encoder is None or not text.strip():
        return None
    there = vectors.read_vectors(encoder)
    weight = WEIGHT_ACROSS if (get_language() or "nl").startswith("en") else WEIGHT
    return Nearness(there.closeness(encoder.encode([text])[0]), weight) if there.marks else None


def fuse_hits(shelf: IndexReader, hits: list[Hit], nearness: Nearness, *, score: Query | None, narrow: list[Query],
          without: list[Query]) -> list[Hit]:  # fmt: skip
    """These hits and what lies nearest (only what `narrow` and `without` allow), the best of both together first."""
    names, more = nearness.nearest(), []
    if names:
        beside = [match_any([shelf.term("id", name) for name in names]), *narrow]
        more = shelf.top(combine_queries(score=score, all_of=beside, none_of=without), len(names))
    found = {shelf.id(hit): hit for hit in more} | {shelf.id(hit): hit for hit in hits}
    return rescore_hits(found, nearness)


def rescore_hits(found: Mapping[str, Hit], nearness: Nearness) -> list[Hit]:
    """The same hits with the mixed score, from 0 to 1, the best first: each score as a share of the best one.

    Without a vector, or when the cosine is below zero, it counts as far. To stretch the cosines of these hits from 0
    to 1 was worse: then the farthest of them decides what near means (benchmarks/README.md).
    """
    if not found:
        return []
    best = max(hit.score for hit in found.values()) or 1.0
    close = {name: max(nearness.closeness.get(name, 0.0), 0.0) for name in found}
    nearest = max(close.values()) or 1.0
    part = nearness.weight
    scored = [
        Hit((1 - part) * hit.score / best + part * close[name] / nearest, hit.place) for name, hit in found.items()
    ]
    return sorted(scored, key=lambda hit: -hit.score)
