"""Items whose words resemble those of an initiative, a call or an article."""

from collections.abc import Collection, Sequence

from stedennet.search import retrieval
from stedennet.search.engine import IndexReader
from stedennet.search.records import Card

LEAST_SIMILARITY = 0.12
"""The minimum share of the item's score against its own text; below it two items merely share some words."""
MOST_CANDIDATES = 40


def find_similar_items(
    reader: IndexReader,
    kind: str,
    key: str,
    text: str,
    *,
    kinds: Sequence[str],
    most: int = 4,
    but_in: Collection[str] = (),
) -> list[Card]:
    """Find items of these kinds that resemble the item `kind`:`key` with this text, the best first.

    `but_in` are slugs of cities: items from these cities only are left out. Raises BrokenIndex.
    """
    best = retrieval.find_similar(reader, text, most=1)
    if not best:
        return []
    least_score = best[0][0] * LEAST_SIMILARITY
    similar = retrieval.find_similar(reader, text, most=MOST_CANDIDATES, kinds=kinds, without=[f"{kind}:{key}"])
    return [card for score, card in similar if score >= least_score and _is_elsewhere(card, but_in)][:most]


def _is_elsewhere(card: Card, but_in: Collection[str]) -> bool:
    return not but_in or not card.cities or bool(set(card.cities) - set(but_in))
