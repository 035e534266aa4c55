"""From text to what is compared, the same for what is stored and for what is asked. Pure.

A text becomes terms of five kinds in one list: stems, parts of compounds (as stems), neighbouring stems (`a_b`), the
words as they are (`=word`) and fours of letters (`#^laa`). Stems make “lantaarns” and “lantaarn” one, parts let
“laadpalen” find “laadinfrastructuur”, fours forgive a typing error. Measured on two Dutch sets: benchmarks/README.md.
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

FOUR = 4
IRREGULAR = dict(
    pair.split(":")
    for pair in """
    steden:stad binnensteden:binnenstad leden:lid schepen:schip kinderen:kind bladeren:blad volkeren:volk
    goederen:goed smeden:smid musea:museum centra:centrum gegevens:gegeven
    """.split()  # noqa: SIM905
)
"""Plurals that no rule makes."""
OWN_STEMS = {"zone": "zone", "zones": "zone"}
"""Words that a rule would make one with another: a milieuzone has nothing to do with the zon (sun)."""
MUCH_MORE = 20.0
TWO_VOWELS = re.compile(r"([aeou])\1(?=[^aeiou]$)")
VOWELS = frozenset("aeiouy")
LONGEST_WORD = 60
"""Longer “words” are no words; what is beyond is cut off."""


@dataclass(frozen=True)
class Word:
    """One word in its forms: plain, stem, the stems of its parts, and its fours of letters."""

    plain: str
    stem: str
    parts: tuple[str, ...]
    fours: tuple[str, ...]


class Analyser:
    """What one language makes of words."""

    def __init__(
        self,
        stems: Callable[[str], str],
        stop_words: frozenset[str],
        parts: Callable[[str], tuple[str, ...]] = lambda word: (),
    ) -> None:
        """`stems` cuts a word to its stem, `parts` a compound to its parts."""
        self._stem = stems
        self._parts = parts
        self.stop_words = stop_words
        self.word = lru_cache(100_000)(self._word)

    def _word(self, plain: str) -> Word:
        """The forms of one plain word."""
        parts = tuple(self.stem_of(part) for part in self._parts(plain))
        return Word(plain, self.stem_of(plain), parts, fours_of(plain))

    def stem_of(self, plain: str) -> str:
        """The stem; ij and y are one, as in Dutch names (IJsselstein, Ysselsteyn)."""
        return self._stem(plain).replace("ij", "y")

    def words(self, text: str) -> list[Word]:
        """The words of a text that say something, in order."""
        return self.telling(words_of(text))

    def telling(self, plain: Iterable[str]) -> list[Word]:
        """Those of these plain words that say something, in their forms."""
        return [self.word(one[:LONGEST_WORD]) for one in plain if one not in self.stop_words]

    def terms(self, text: str) -> list[str]:
        """What a text is found by."""
        return terms_of(self.words(text))


def fours_of(plain: str) -> tuple[str, ...]:
    """Each four letters of a word, with marks for its begin and end.

    >>> fours_of("laden")
    ('#^lad', '#lade', '#aden', '#den$')
    """
    marked = f"^{plain}$"
    return tuple(f"#{marked[start : start + FOUR]}" for start in range(max(1, len(marked) - FOUR + 1)))


def pairs_of(words: Iterable[Word]) -> list[str]:
    """Neighbours, as `stem_stem`."""
    stems = [word.stem for word in words]
    return [f"{one}_{next_}" for one, next_ in pairwise(stems)]


def terms_of(words: list[Word]) -> list[str]:
    """All terms of these words."""
    terms = pairs_of(words)
    for word in words:
        terms += [word.stem, f"={word.plain}", *word.parts, *word.fours]
    return terms


def build_dutch_analyser(parts: Callable[[str], tuple[str, ...]], lexicon: Mapping[str, float]) -> Analyser:
    """Dutch. Porter's stemmer: the newer Snowball “dutch” cuts gemeente to meente.

    `lexicon` says how usual words are: the s of fiets is no plural, because nobody writes “fiet”; that of auto's is.
    A participle has the stem of its verb.
    """
    porter = _make_stemmer("dutch_porter")

    def stem(word: str) -> str:
        if word in OWN_STEMS:
            return OWN_STEMS[word]
        word = IRREGULAR.get(word) or find_infinitive(word, lexicon) or word
        if word.endswith("s"):
            usual, without = lexicon.get(word, 0.0), lexicon.get(word[:-1], 0.0)
            if usual > MUCH_MORE * without:
                return normalise_stem(word)
            if word[-2:-1] in VOWELS and (without or word.endswith("jes")):
                word = word[:-1]
        return normalise_stem(porter(word))

    return Analyser(stem, DUTCH, parts)


def normalise_stem(stem: str) -> str:
    """The stem as Dutch spells it at the end of a word: huiz(en) is huis, plann(en) is plan, material(en) materiaal.

    Porter's stemmer leaves them apart (the rule: Woordenlijst Nederlandse Taal, leidraad 2).
    """
    stem = TWO_VOWELS.sub(r"\1", stem)
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] in "bdfgklmnprst":
        return stem[:-1]
    return stem[:-1] + {"z": "s", "v": "f"}.get(stem[-1], stem[-1]) if len(stem) > 2 else stem


def build_english_analyser() -> Analyser:
    """English."""
    return Analyser(_make_stemmer("english"), ENGLISH)


def _make_stemmer(algorithm: str) -> Callable[[str], str]:
    stemmer, turn = Stemmer.Stemmer(algorithm, 0), Lock()

    def stem(plain: str) -> str:
        with turn:  # A stemmer may not be used by two threads at once.
            return str(stemmer.stemWord(plain))

    return stem
