"""More like this: what resembles an initiative, a call or an article, by its words."""

from collections.abc import Sequence

from stedennet.search import finding
from stedennet.search.engine import Shelf
from stedennet.search.records import Card

LEAST = 0.12
"""The share of the score that a thing has with its own text: below it two things only share some words."""


def like(shelf: Shelf, kind: str, key: str, text: str, *, kinds: Sequence[str], most: int = 4) -> list[Card]:
    """What of these kinds resembles the thing `kind`:`key`, whose text is given; the best first."""
    itself = finding.alike(shelf, text, most=1)
    if not itself:
        return []
    least = itself[0][0] * LEAST
    found = finding.alike(shelf, text, most=most, kinds=kinds, without=[f"{kind}:{key}"])
    return [card for score, card in found if score >= least]
