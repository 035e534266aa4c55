"""How much each term of a question counts. Pure. How the weights were found: benchmarks/README.md."""

from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest

from .analysis import Word, pairs_of

STEM, PART, PAIR, PLAIN, FOUR = 1.0, 0.4, 0.3, 0.3, 0.2
FOUR_OF_UNKNOWN = 0.5
"""Fours of a word that nobody wrote: it is a typing error, a name or another language."""
MOST_TERMS = 192
"""A long question is asked by its most telling terms only."""
GENERAL = frozenset(
    """
    plan project beleid system aanpak programma gebied werk punt centrum stad dag plat plaat kwaliteit
    infrastructur dienst instel bouw ontwikkel proces model groep tijd deel pal
    """.split()  # noqa: SIM905
)
"""Stems that say little as a part: who asks for a verlichtingsplan does not ask for every plan."""


def weigh_terms(
    words: Sequence[Word], is_known: Callable[[Word], bool], *, fours_of_known: bool = True
) -> dict[str, float]:
    """The terms of a question with their weight. Without `fours_of_known`, fours are for unknown words only."""
    found: dict[str, float] = {}

    def add(terms: Iterable[str], weight: float) -> None:
        for term in terms:
            found[term] = found.get(term, 0.0) + weight

    add({word.stem for word in words}, STEM)
    add({f"={word.plain}" for word in words}, PLAIN)
    add({part for word in words for part in word.parts}, PART)
    add(set(pairs_of(words)), PAIR)
    known = {word.plain: is_known(word) for word in words}
    if fours_of_known:
        add({four for word in words if known[word.plain] for four in word.fours}, FOUR)
    add({four for word in words if not known[word.plain] for four in word.fours}, FOUR_OF_UNKNOWN)
    return found


def choose_heaviest_terms(
    found: dict[str, float], worth: Callable[[str], float], most: int = MOST_TERMS
) -> dict[str, float]:
    """The `most` terms that count most: weight times `worth` (how rare the term is)."""
    if len(found) <= most:
        return found
    best = nlargest(most, found, key=lambda term: (found[term] * worth(term), term))
    return {term: found[term] for term in best}


def find_word_forms(word: Word) -> tuple[str, ...]:
    """The terms of which one must stand in a text, for the text to be about this word."""
    return (word.stem, *(part for part in word.parts if part not in GENERAL))
