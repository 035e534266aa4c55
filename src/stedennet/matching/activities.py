"""What organisations did that resembles a text, as the index tells it. Asks the database nothing."""

from collections.abc import Collection, Sequence

from stedennet.search import retrieval
from stedennet.search.engine import IndexReader
from stedennet.search.records import Card

from .rules.track_records import Activity

MOST_CANDIDATES = 800
"""How many things that resemble the text are looked at; 2,000 gave nothing more, 600 lost .01 of recall@50."""
FULL_LIKENESS = 0.25
"""What has this share of the score that a text has with itself resembles it fully: other words for the same work."""
MOST_TOGETHER = 200
KINDS = ("initiative", "action", "call", "article", "event", "organisation")
"""What tells of doing; the last is what an organisation says of itself, one thing among the others."""


def find_similar_activities(
    shelf: IndexReader, text: str, *, itself: str = "", kinds: Sequence[str] = KINDS
) -> list[Activity]:
    """The things that resemble a text most, the best first. Raises Broken.

    `itself` is the id (`kind:key`) of what the text is of. When it is in the index, its score tells what the best
    could be: where all others are far from it, nobody did such a thing, and all shares are small.
    """
    found = retrieval.find_similar(shelf, text, most=MOST_CANDIDATES, kinds=kinds)
    own = next((score for score, card in found if f"{card.kind}:{card.key}" == itself), 0.0)
    hits = [(score, card) for score, card in found if f"{card.kind}:{card.key}" != itself]
    whole = max([*(score for score, _ in hits[:1]), own * FULL_LIKENESS])
    return [_build_activity(card, score / whole) for score, card in hits]


def list_co_owners(shelf: IndexReader, key: str) -> list[Collection[str]]:
    """With whom this organisation did things: the owners of each of its things. Raises Broken."""
    return [shelf.card(hit).owners for hit in shelf.top(shelf.term("owner", key), MOST_TOGETHER)]


def _build_activity(card: Card, share: float) -> Activity:
    return Activity(
        share, card.owners, card.themes, card.day, card.kind, card.marks, card.provinces, card.title, card.title_en,
        card.address,
    )  # fmt: skip
