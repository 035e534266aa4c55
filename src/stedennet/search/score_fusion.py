"""Fusion of the scores of words and of vectors: a convex sum of both, each scaled from 0 to 1.

Reciprocal rank fusion did worse on both development sets (benchmarks/README.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from django.utils.translation import get_language
from tantivy import Query

from . import encoders, vectors
from .engine import Hit, IndexReader, combine_queries, match_any

WEIGHT, WEIGHT_ACROSS = 0.2, 0.5
"""The share of the vectors in the score. It is larger on English pages, where questions in English meet texts that are
mostly Dutch and words tell less (benchmarks/README.md)."""
MOST_NEAR, LEAST_NEAR = 50, 0.2
"""Maximum number of items added for their nearness alone, and the lowest cosine that means anything."""


@dataclass(frozen=True)
class Nearness:
    """The cosine of every item (by id) with one question; `weight` is the share of it in the fused score."""

    closeness: Mapping[str, float]
    weight: float = WEIGHT

    def nearest(self, most: int = MOST_NEAR) -> list[str]:
        """The ids of the nearest items, the nearest first."""
        close = [(-cosine, id_) for id_, cosine in self.closeness.items() if cosine >= LEAST_NEAR]
        return [id_ for _cosine, id_ in nsmallest(most, close)]


NearnessFinder = Callable[[str], Nearness | None]


def find_nearness(text: str) -> Nearness | None:
    """Compute the nearness of every item to a text; None without an encoder or without vectors."""
    encoder = encoders.get_encoder()
    if encoder is None or not text.strip():
        return None
    stored = vectors.read_vectors(encoder)
    weight = WEIGHT_ACROSS if (get_language() or "nl").startswith("en") else WEIGHT
    return Nearness(stored.closeness_to(encoder.encode([text])[0]), weight) if stored.fingerprints else None


def fuse_hits(reader: IndexReader, hits: list[Hit], nearness: Nearness, *, score: Query | None, narrow: list[Query],
          without: list[Query]) -> list[Hit]:  # fmt: skip
    """Merge hits with the nearest items that `narrow` and `without` allow, the best by both scores first."""
    ids, nearest_hits = nearness.nearest(), []
    if ids:
        all_of = [match_any([reader.term("id", id_) for id_ in ids]), *narrow]
        nearest_hits = reader.top(combine_queries(score=score, all_of=all_of, none_of=without), len(ids))
    hits_by_id = {reader.id(hit): hit for hit in nearest_hits} | {reader.id(hit): hit for hit in hits}
    return rescore_hits(hits_by_id, nearness)


def rescore_hits(hits: Mapping[str, Hit], nearness: Nearness) -> list[Hit]:
    """Give hits (by id) the fused score, from 0 to 1, the best first; each score counts relative to the best one.

    A hit without a vector, or with a negative cosine, counts as far. Stretching the cosines of these hits from 0 to 1
    did worse, because then the farthest hit decides what near means (benchmarks/README.md).
    """
    if not hits:
        return []
    best_score = max(hit.score for hit in hits.values()) or 1.0
    cosines = {id_: max(nearness.closeness.get(id_, 0.0), 0.0) for id_ in hits}
    best_cosine = max(cosines.values()) or 1.0
    weight = nearness.weight
    rescored = [
        Hit((1 - weight) * hit.score / best_score + weight * cosines[id_] / best_cosine, hit.address)
        for id_, hit in hits.items()
    ]
    return sorted(rescored, key=lambda hit: -hit.score)
