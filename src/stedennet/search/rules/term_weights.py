"""The weight of each term of a question. Pure. The weights are measured in benchmarks/README.md."""

from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest

from .analysis import Word, pairs_of

STEM, PART, PAIR, PLAIN, NGRAM = 1.0, 0.4, 0.3, 0.3, 0.2
NGRAM_OF_UNKNOWN = 0.5
"""The weight of n-grams of a word that is not in the index: a typing error, a name, or another language."""
MOST_TERMS = 192
"""Maximum number of terms in a query; of a long question, only the most distinctive terms are used."""
GENERAL = frozenset(
    """
    plan project beleid system aanpak programma gebied werk punt centrum stad dag plat plaat kwaliteit
    infrastructur dienst instel bouw ontwikkel proces model groep tijd deel pal
    """.split()  # noqa: SIM905
)
"""Stems that say little as part of a compound: a search for a verlichtingsplan is not for every plan."""


def weigh_terms(
    words: Sequence[Word], is_known: Callable[[Word], bool], *, ngrams_of_known: bool = True
) -> dict[str, float]:
    """Weigh the terms of a question. Without `ngrams_of_known`, only unknown words give n-grams."""
    weights: dict[str, float] = {}

    def add(terms: Iterable[str], weight: float) -> None:
        for term in terms:
            weights[term] = weights.get(term, 0.0) + weight

    add({word.stem for word in words}, STEM)
    add({f"={word.plain}" for word in words}, PLAIN)
    add({part for word in words for part in word.parts}, PART)
    add(set(pairs_of(words)), PAIR)
    known = {word.plain: is_known(word) for word in words}
    if ngrams_of_known:
        add({ngram for word in words if known[word.plain] for ngram in word.ngrams}, NGRAM)
    add({ngram for word in words if not known[word.plain] for ngram in word.ngrams}, NGRAM_OF_UNKNOWN)
    return weights


def choose_heaviest_terms(
    weights: dict[str, float], rarity: Callable[[str], float], most: int = MOST_TERMS
) -> dict[str, float]:
    """Choose the `most` terms with the highest weight times rarity."""
    if len(weights) <= most:
        return weights
    best = nlargest(most, weights, key=lambda term: (weights[term] * rarity(term), term))
    return {term: weights[term] for term in best}


def find_word_forms(word: Word) -> tuple[str, ...]:
    """Find the terms of which a text must contain at least one to match this word."""
    return (word.stem, *(part for part in word.parts if part not in GENERAL))
