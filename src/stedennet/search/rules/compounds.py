"""Cuts Dutch compounds into their parts: laadinfrastructuur is laad + infrastructuur. Pure.

A cut is taken when its parts are, on average, more usual words than the whole (the geometric mean of their
frequencies, after Koehn and Knight, 2003). `lexicon` says how usual a word is; see `lexicon.py`.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import exp, log

LINKS = ("", "s", "e", "en", "n", "ne")
"""What Dutch may put between two parts: verlichting+s+plan, fiets+en+stalling, zon+ne+paneel."""
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
"""Look like words in a list of frequencies, and are endings."""
SHORT_PARTS = frozenset(
    "weg wet bus zee zon gas web dag ict lab app vak eco bio led net hub".split()  # noqa: SIM905
)
"""Parts of three letters that are true; any other of that length is mostly chance."""
WHOLE = frozenset(
    """
    eindhoven enschede apeldoorn zaanstad amersfoort leeuwarden hilversum rotterdam amsterdam maastricht nijmegen
    groningen zoetermeer haarlemmermeer hoorn veenendaal roosendaal oosterhout doetinchem hoogeveen purmerend
    overheid gemeente organisatie initiatief ontwikkeling samenleving onderzoek toekomst innovatie
    internet platform universiteit provincie nederland duitsland engeland
    """.split()  # noqa: SIM905
)
"""Names and words that only look like compounds: Eindhoven is not eind + hoven."""


class Splitter:
    """Cuts words; asked again and again, it remembers the last hundred thousand."""

    def __init__(self, lexicon: Mapping[str, float]) -> None:
        """`lexicon` gives the frequency (0 to 1) of plain words."""
        self._lexicon = lexicon
        self.parts = lru_cache(100_000)(self._parts)

    def _parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound; none when it is no compound."""
        if not SHORTEST_WORD <= len(word) <= LONGEST_WORD or word in WHOLE:
            return ()
        cuts = ((self._usual(parts), parts) for parts in self._cuts(word, MOST_PARTS) if len(parts) > 1)
        best, parts = max(cuts, default=(0.0, ()))
        return parts if best * USUAL_WHOLE > self._lexicon.get(word, 0.0) else ()

    def _cuts(self, word: str, most: int) -> Iterator[tuple[str, ...]]:
        if self._is_part(word):
            yield (word,)
        if most == 1:
            return
        for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            if not self._is_part(word[:end]):
                continue
            for link in LINKS:
                if word.startswith(link, end) and len(word) - end - len(link) >= SHORTEST_PART:
                    for rest in self._cuts(word[end + len(link) :], most - 1):
                        yield (word[:end], *rest)

    def _is_part(self, word: str) -> bool:
        if word in ENDINGS or word not in self._lexicon:
            return False
        return len(word) > SHORTEST_PART or word in SHORT_PARTS

    def _usual(self, parts: tuple[str, ...]) -> float:
        return exp(sum(log(self._lexicon[part]) for part in parts) / len(parts))
