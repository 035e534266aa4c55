"""What organisations did that resembles a text, as the index tells it. Asks the database nothing."""

from collections.abc import Collection, Sequence

from stedennet.search import finding
from stedennet.search.engine import Shelf
from stedennet.search.records import Card

from .rules.doing import Deed

LOOKED_AT = 800
"""How many things that resemble the text are looked at; 2,000 gave nothing more, 600 lost .01 of recall@50."""
LIKE = 0.25
"""What has this share of the score that a text has with itself resembles it fully: other words for the same work."""
MOST_TOGETHER = 200
KINDS = ("initiative", "action", "call", "article", "event", "organisation")
"""What tells of doing; the last is what an organisation says of itself, one thing among the others."""


def resembling(shelf: Shelf, text: str, *, itself: str = "", kinds: Sequence[str] = KINDS) -> list[Deed]:
    """The things that resemble a text most, the best first. Raises Broken.

    `itself` is the id (`kind:key`) of what the text is of. When it is in the index, its score tells what the best
    could be: where all others are far from it, nobody did such a thing, and all shares are small.
    """
    found = finding.alike(shelf, text, most=LOOKED_AT, kinds=kinds)
    own = next((score for score, card in found if f"{card.kind}:{card.key}" == itself), 0.0)
    hits = [(score, card) for score, card in found if f"{card.kind}:{card.key}" != itself]
    whole = max([*(score for score, _ in hits[:1]), own * LIKE])
    return [_deed(card, score / whole) for score, card in hits]


def owners_beside(shelf: Shelf, key: str) -> list[Collection[str]]:
    """With whom this organisation did things: the owners of each of its things. Raises Broken."""
    return [shelf.card(hit).owners for hit in shelf.top(shelf.term("owner", key), MOST_TOGETHER)]


def _deed(card: Card, share: float) -> Deed:
    return Deed(
        share, card.owners, card.themes, card.day, card.kind, card.marks, card.provinces, card.title, card.title_en,
        card.address,
    )  # fmt: skip
