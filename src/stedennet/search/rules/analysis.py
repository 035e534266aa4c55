"""The analysis of texts and questions into terms. Pure.

A text becomes one list with five kinds of terms: stems, parts of compounds (as stems), pairs of neighbouring stems
(`a_b`), plain words (`=word`) and n-grams of four letters (`#^laa`). Stems make “lantaarns” and “lantaarn” equal,
parts let “laadpalen” find “laadinfrastructuur”, and n-grams tolerate typing errors. Measured on two Dutch data sets:
benchmarks/README.md.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from threading import Lock

import Stemmer

from .participles import find_infinitive
from .plain_words import words_of
from .stop_words import DUTCH, ENGLISH

NGRAM_SIZE = 4
IRREGULAR = dict(
    pair.split(":")
    for pair in """
    steden:stad binnensteden:binnenstad leden:lid schepen:schip kinderen:kind bladeren:blad volkeren:volk
    goederen:goed smeden:smid musea:museum centra:centrum gegevens:gegeven
    """.split()  # noqa: SIM905
)
"""Irregular plurals."""
OWN_STEMS = {"zone": "zone", "zones": "zone"}
"""Words that the stemmer would confuse with another: a milieuzone has nothing to do with the zon (sun)."""
MUCH_MORE = 20.0
TWO_VOWELS = re.compile(r"([aeou])\1(?=[^aeiou]$)")
VOWELS = frozenset("aeiouy")
LONGEST_WORD = 60
"""Longer words are truncated."""


@dataclass(frozen=True)
class Word:
    """The forms of one word: plain, stem, the stems of its parts, and its n-grams."""

    plain: str
    stem: str
    parts: tuple[str, ...]
    ngrams: tuple[str, ...]


class Analyser:
    """The analyser of one language."""

    def __init__(
        self,
        find_stem: Callable[[str], str],
        stop_words: frozenset[str],
        split_word: Callable[[str], tuple[str, ...]] = lambda word: (),
    ) -> None:
        """`find_stem` reduces a word to its stem, `split_word` splits a compound into its parts."""
        self._find_stem = find_stem
        self._split_word = split_word
        self.stop_words = stop_words
        self.analyse_word = lru_cache(100_000)(self._analyse_word)

    def _analyse_word(self, plain: str) -> Word:
        """The forms of one plain word."""
        parts = tuple(self.stem_of(part) for part in self._split_word(plain))
        return Word(plain, self.stem_of(plain), parts, ngrams_of(plain))

    def stem_of(self, plain: str) -> str:
        """The stem; ij and y are equal, as in Dutch names (IJsselstein, Ysselsteyn)."""
        return self._find_stem(plain).replace("ij", "y")

    def analyse_text(self, text: str) -> list[Word]:
        """Analyse the words of a text in order, without stop words."""
        return self.analyse_words(words_of(text))

    def analyse_words(self, words: Iterable[str]) -> list[Word]:
        """Analyse plain words in order, without stop words."""
        return [self.analyse_word(word[:LONGEST_WORD]) for word in words if word not in self.stop_words]

    def terms_of_text(self, text: str) -> list[str]:
        """The terms by which a text is found."""
        return terms_of(self.analyse_text(text))


def ngrams_of(plain: str) -> tuple[str, ...]:
    """The n-grams of four letters of a word, with marks for its start and end.

    >>> ngrams_of("laden")
    ('#^lad', '#lade', '#aden', '#den$')
    """
    marked = f"^{plain}$"
    return tuple(f"#{marked[start : start + NGRAM_SIZE]}" for start in range(max(1, len(marked) - NGRAM_SIZE + 1)))


def pairs_of(words: Iterable[Word]) -> list[str]:
    """The pairs of neighbouring stems, as `stem_stem`."""
    stems = [word.stem for word in words]
    return [f"{stem}_{next_stem}" for stem, next_stem in pairwise(stems)]


def terms_of(words: list[Word]) -> list[str]:
    """All terms of these words."""
    terms = pairs_of(words)
    for word in words:
        terms += [word.stem, f"={word.plain}", *word.parts, *word.ngrams]
    return terms


def build_dutch_analyser(split_word: Callable[[str], tuple[str, ...]], lexicon: Mapping[str, float]) -> Analyser:
    """Build the analyser of Dutch, with Porter's stemmer: Snowball's newer “dutch” cuts gemeente to meente.

    `lexicon` has the frequencies of words. They tell that the s of fiets is no plural, because nobody writes “fiet”,
    and that the s of auto's is one. A participle has the stem of its verb.
    """
    porter = _make_stemmer("dutch_porter")

    def stem(word: str) -> str:
        if word in OWN_STEMS:
            return OWN_STEMS[word]
        word = IRREGULAR.get(word) or find_infinitive(word, lexicon) or word
        if word.endswith("s"):
            frequency, frequency_without_s = lexicon.get(word, 0.0), lexicon.get(word[:-1], 0.0)
            if frequency > MUCH_MORE * frequency_without_s:
                return normalise_stem(word)
            if word[-2:-1] in VOWELS and (frequency_without_s or word.endswith("jes")):
                word = word[:-1]
        return normalise_stem(porter(word))

    return Analyser(stem, DUTCH, split_word)


def normalise_stem(stem: str) -> str:
    """Spell a stem as a whole Dutch word: huiz(en) becomes huis, plann(en) plan, material(en) materiaal.

    Porter's stemmer does not do that. The spelling rule is in Woordenlijst Nederlandse Taal, leidraad 2.
    """
    stem = TWO_VOWELS.sub(r"\1", stem)
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] in "bdfgklmnprst":
        return stem[:-1]
    return stem[:-1] + {"z": "s", "v": "f"}.get(stem[-1], stem[-1]) if len(stem) > 2 else stem


def build_english_analyser() -> Analyser:
    """Build the analyser of English."""
    return Analyser(_make_stemmer("english"), ENGLISH)


def _make_stemmer(algorithm: str) -> Callable[[str], str]:
    stemmer, lock = Stemmer.Stemmer(algorithm, 0), Lock()

    def stem(plain: str) -> str:
        with lock:  # A stemmer is not thread-safe.
            return str(stemmer.stemWord(plain))

    return stem
