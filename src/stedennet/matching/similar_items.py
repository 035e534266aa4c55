"""More like this: what resembles an initiative, a call or an article, by its words."""

from collections.abc import Collection, Sequence

from stedennet.search import retrieval
from stedennet.search.engine import IndexReader
from stedennet.search.records import Card

LEAST_SIMILARITY = 0.12
"""The share of the score that a thing has with its own text: below it two things only share some words."""
MOST_CANDIDATES = 40


def find_similar_items(
    shelf: IndexReader,
    kind: str,
    key: str,
    text: str,
    *,
    kinds: Sequence[str],
    most: int = 4,
    but_in: Collection[str] = (),
) -> list[Card]:
    """What of these kinds resembles the thing `kind`:`key`, whose text is given; the best first. Raises Broken.

    `but_in` are cities (slugs): what is done in no other city is left out, to find what is elsewhere.
    """
    itself = retrieval.find_similar(shelf, text, most=1)
    if not itself:
        return []
    least = itself[0][0] * LEAST_SIMILARITY
    found = retrieval.find_similar(shelf, text, most=MOST_CANDIDATES, kinds=kinds, without=[f"{kind}:{key}"])
    return [card for score, card in found if score >= least and _is_elsewhere(card, but_in)][:most]


def _is_elsewhere(card: Card, but_in: Collection[str]) -> bool:
    return not but_in or not card.cities or bool(set(card.cities) - set(but_in))
