"""Splits Dutch compounds into their parts: laadinfrastructuur is laad + infrastructuur. Pure.

A split is accepted when the geometric mean of the frequencies of its parts is higher than the frequency of the whole
(after Koehn and Knight, 2003). The frequencies are those of `lexicon/__init__.py`.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import exp, log

LINKS = ("", "s", "e", "en", "n", "ne")
"""Linking elements between two parts: verlichting+s+plan, fiets+en+stalling, zon+ne+paneel."""
SHORTEST_WORD, SHORTEST_PART, LONGEST_WORD = 7, 3, 40
MOST_PARTS = 3
USUAL_WHOLE = 1.0
ENDINGS = frozenset(
    [
        "heid",
        "heden",
        "baar",
        "lijk",
        "schap",
        "schappen",
        "loos",
        "zaam",
        "ling",
        "teit",
        "achtig",
        "isme",
        "ische",
        "eren",
        "ering",
    ]
)
"""Endings that the list of frequencies has as words."""
SHORT_PARTS = frozenset(
    "weg wet bus zee zon gas web dag ict lab app vak eco bio led net hub".split()  # noqa: SIM905
)
"""Parts of three letters that are genuine; any others of that length are mostly coincidence."""
WHOLE = frozenset(
    """
    eindhoven enschede apeldoorn zaanstad amersfoort leeuwarden hilversum rotterdam amsterdam maastricht nijmegen
    groningen zoetermeer haarlemmermeer hoorn veenendaal roosendaal oosterhout doetinchem hoogeveen purmerend
    overheid gemeente organisatie initiatief ontwikkeling samenleving onderzoek toekomst innovatie
    internet platform universiteit provincie nederland duitsland engeland
    """.split()  # noqa: SIM905
)
"""Names and words that look like compounds but are not: Eindhoven is not eind + hoven."""


class Splitter:
    """Splits words, and caches the last hundred thousand."""

    def __init__(self, lexicon: Mapping[str, float]) -> None:
        """`lexicon` has the frequency (0 to 1) of plain words."""
        self._lexicon = lexicon
        self.split_word = lru_cache(100_000)(self._split_word)

    def _split_word(self, word: str) -> tuple[str, ...]:
        """The parts of a compound; empty when the word is not a compound."""
        if not SHORTEST_WORD <= len(word) <= LONGEST_WORD or word in WHOLE:
            return ()
        splits = ((self._mean_frequency(parts), parts) for parts in self._splits(word, MOST_PARTS) if len(parts) > 1)
        best, parts = max(splits, default=(0.0, ()))
        return parts if best * USUAL_WHOLE > self._lexicon.get(word, 0.0) else ()

    def _splits(self, word: str, most: int) -> Iterator[tuple[str, ...]]:
        if self._is_part(word):
            yield (word,)
        if most == 1:
            return
        for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            if not self._is_part(word[:end]):
                continue
            for link in LINKS:
                if word.startswith(link, end) and len(word) - end - len(link) >= SHORTEST_PART:
                    for rest in self._splits(word[end + len(link) :], most - 1):
                        yield (word[:end], *rest)

    def _is_part(self, word: str) -> bool:
        if word in ENDINGS or word not in self._lexicon:
            return False
        return len(word) > SHORTEST_PART or word in SHORT_PARTS

    def _mean_frequency(self, parts: tuple[str, ...]) -> float:
        return exp(sum(log(self._lexicon[part]) for part in parts) / len(parts))
