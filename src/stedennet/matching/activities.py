"""Activities of organisations that resemble a text, from the search index alone."""

from collections.abc import Collection, Sequence

from stedennet.search import retrieval
from stedennet.search.engine import IndexReader
from stedennet.search.records import Card

from .rules.track_records import Activity

MOST_CANDIDATES = 800
"""Maximum number of similar items considered; 2,000 found nothing more, 600 lost .01 of recall@50."""
FULL_LIKENESS = 0.25
"""An item with this share of the score of the text against itself counts as fully similar."""
MOST_TOGETHER = 200
KINDS = ("initiative", "action", "call", "article", "event", "organisation")
"""The kinds that count as activities; the last is an organisation's own description."""


def find_similar_activities(
    reader: IndexReader, text: str, *, itself: str = "", kinds: Sequence[str] = KINDS
) -> list[Activity]:
    """Find the activities that resemble a text most, the best first. Raises BrokenIndex.

    `itself` is the id (`kind:key`) of the item that the text belongs to. If it is in the index, its own score is the
    yardstick: when all others score far lower, nobody did such a thing and all shares are small.
    """
    hits = retrieval.find_similar(reader, text, most=MOST_CANDIDATES, kinds=kinds)
    own_score = next((score for score, card in hits if f"{card.kind}:{card.key}" == itself), 0.0)
    others = [(score, card) for score, card in hits if f"{card.kind}:{card.key}" != itself]
    full_score = max([*(score for score, _ in others[:1]), own_score * FULL_LIKENESS])
    return [_build_activity(card, score / full_score) for score, card in others]


def list_co_owners(reader: IndexReader, key: str) -> list[Collection[str]]:
    """List the owners of each activity of this organisation. Raises BrokenIndex."""
    return [reader.card(hit).owners for hit in reader.top(reader.term("owner", key), MOST_TOGETHER)]


def _build_activity(card: Card, share: float) -> Activity:
    return Activity(
        share, card.owners, card.themes, card.day, card.kind, card.marks, card.provinces, card.title, card.title_en,
        card.address,
    )  # fmt: skip
