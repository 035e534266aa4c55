"""Which names resemble what somebody types: typing errors, other word order, a city added, initials. Pure.

Names are cut into threes of letters within words; rare threes weigh more. Figures: `benchmarks/look_alikes.py`.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MIN_SCORE = 0.5
"""How much two names share before somebody is asked “is it this one?”."""
STOP_WORDS = frozenset(
    """
    de het een van voor in op en met aan om te bij door uit naar the of for and a an to with
    project pilot proef gemeente stad city
    """.split()  # noqa: SIM905
)
WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class LookAlike:
    """Something with a name like it; `score` from 0 to 1."""

    key: int
    name: str
    score: float


def extract_words(name: str) -> list[str]:
    """The words that tell something, without accents and capitals."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = WORD.findall(plain.replace("'s-", " "))
    return [one for one in words if one not in STOP_WORDS] or words


def count_trigrams(name: str) -> Counter[str]:
    """The threes of letters in a name, with marks for the begin and the end of a word."""
    found: Counter[str] = Counter()
    for word in extract_words(name):
        marked = f"^{word}$"
        found.update(marked[start : start + 3] for start in range(max(1, len(marked) - 2)))
    return found


class NameIndex:
    """Names to compare with; made once, asked often."""

    def __init__(self, names: Iterable[tuple[int, str]], *, leave_out: Iterable[str] = ()) -> None:
        """`names` are keys with names; `leave_out` are words that say nothing here, such as names of cities."""
        self._left_out = frozenset(word for one in leave_out for word in extract_words(one))
        self._names = dict(names)
        self._cut = {key: self._threes(name) for key, name in self._names.items()}
        spread: Counter[str] = Counter()
        for cut in self._cut.values():
            spread.update(cut.keys())
        total = max(1, len(self._cut))
        self._weight = {three: math.log(1 + total / n) for three, n in spread.items()}
        self._unknown = math.log(1 + total)
        self._where: dict[str, list[int]] = defaultdict(list)
        self._initials: dict[str, list[int]] = defaultdict(list)
        for key, cut in self._cut.items():
            for three in cut:
                self._where[three].append(key)
            letters = "".join(word[0] for word in extract_words(self._names[key]))
            if len(letters) > 2:
                self._initials[letters].append(key)
        self._size = {key: self._sum(cut) for key, cut in self._cut.items()}

    def like(self, name: str, *, most: int = 3) -> Sequence[LookAlike]:
        """The names that resemble this one most, the best first; none when nothing resembles it enough."""
        cut = self._threes(name)
        size = self._sum(cut)
        shared: dict[int, float] = defaultdict(float)
        for three in cut:
            for key in self._where.get(three, ()):
                shared[key] += self._weight[three]
        scores = {key: self._score(value, size, self._size[key]) for key, value in shared.items()}
        for word in extract_words(name):
            for key in self._initials.get(word, ()):
                scores[key] = max(scores.get(key, 0.0), 0.9)
        found = [LookAlike(key, self._names[key], score) for key, score in scores.items() if score >= MIN_SCORE]
        return sorted(found, key=lambda one: (-one.score, one.name, one.key))[:most]

    def _threes(self, name: str) -> Counter[str]:
        # “Smart Zwolle” without its city would be like everything smart.
        words = [one for one in extract_words(name) if one not in self._left_out]
        return count_trigrams(" ".join(words) if len(words) > 1 else name)

    def _sum(self, cut: Counter[str]) -> float:
        return sum(self._weight.get(three, self._unknown) for three in cut)

    @staticmethod
    def _score(shared: float, one: float, other: float) -> float:
        # Mostly what both have in common, and how much of the shorter is in the longer: words left out cost little.
        if not one or not other:
            return 0.0
        both = 2 * shared / (one + other)
        inside = shared / min(one, other)
        return 0.7 * both + 0.3 * inside
