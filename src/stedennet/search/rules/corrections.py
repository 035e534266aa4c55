"""Corrections of typing errors, counted by the Damerau-Levenshtein distance. Pure."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

LONG = 8
SHORTEST = 4


def correct_word(word: str, known: Iterable[tuple[str, int]]) -> str:
    """Find the nearest known word within one typing error (two for a long word); empty when there is none.

    `known` are words with their numbers of uses; of equally near words, the most used one is chosen.

    >>> correct_word("verlichitng", [("verlichting", 12), ("verlicht", 3)])
    'verlichting'
    """
    if len(word) < SHORTEST:
        return ""
    most = 2 if len(word) >= LONG else 1
    near = [
        (errors, -uses, other)
        for other, uses in known
        if other != word and (errors := OSA.distance(word, other, score_cutoff=most)) <= most
    ]
    return min(near)[2] if near else ""
