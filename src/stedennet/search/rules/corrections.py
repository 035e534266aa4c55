"""Which word was meant. Pure; how far two words are apart is Damerau's and Levenshtein's count of typing errors."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

LONG = 8
SHORTEST = 4


def correct_word(word: str, known: Iterable[tuple[str, int]]) -> str:
    """The known word that is one typing error away (two for a long word), the most usual first; empty when none is.

    `known` are words with how often they are used.

    >>> meant("verlichitng", [("verlichting", 12), ("verlicht", 3)])
    'verlichting'
    """
    if len(word) < SHORTEST:
        return ""
    most = 2 if len(word) >= LONG else 1
    near = [
        (errors, -times, other)
        for other, times in known
        if other != word and (errors := OSA.distance(word, other, score_cutoff=most)) <= most
    ]
    return min(near)[2] if near else ""
