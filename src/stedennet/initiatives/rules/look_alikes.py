"""Names that resemble what somebody types: typing errors, another word order, an added city, initials. Pure.

Names are compared by the trigrams of their words; rare trigrams weigh more. Measured by
`benchmarks/look_alikes.py`.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MIN_SCORE = 0.5
"""The score from which the user is asked “is it this one?”."""
STOP_WORDS = frozenset(
    """
    de het een van voor in op en met aan om te bij door uit naar the of for and a an to with
    project pilot proef gemeente stad city
    """.split()  # noqa: SIM905
)
WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class LookAlike:
    """A record with a similar name; `score` is from 0 to 1."""

    key: int
    name: str
    score: float


def extract_words(name: str) -> list[str]:
    """The distinctive words of a name, without accents and capitals; all words if none is distinctive."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = WORD.findall(plain.replace("'s-", " "))
    return [word for word in words if word not in STOP_WORDS] or words


def count_trigrams(name: str) -> Counter[str]:
    """The trigrams of a name's words, with ^ and $ marking the start and end of a word."""
    counts: Counter[str] = Counter()
    for word in extract_words(name):
        marked = f"^{word}$"
        counts.update(marked[start : start + 3] for start in range(max(1, len(marked) - 2)))
    return counts


class NameIndex:
    """An index of names: built once, searched often."""

    def __init__(self, names: Iterable[tuple[int, str]], *, leave_out: Iterable[str] = ()) -> None:
        """`names` are keys with names; words of `leave_out`, such as names of cities, are ignored."""
        self._ignored_words = frozenset(word for name in leave_out for word in extract_words(name))
        self._names = dict(names)
        self._trigrams = {key: self._count_distinctive(name) for key, name in self._names.items()}
        document_counts: Counter[str] = Counter()
        for trigrams in self._trigrams.values():
            document_counts.update(trigrams.keys())
        total = max(1, len(self._trigrams))
        self._weights = {trigram: math.log(1 + total / n) for trigram, n in document_counts.items()}
        self._unknown_weight = math.log(1 + total)
        self._keys_by_trigram: dict[str, list[int]] = defaultdict(list)
        self._keys_by_initials: dict[str, list[int]] = defaultdict(list)
        for key, trigrams in self._trigrams.items():
            for trigram in trigrams:
                self._keys_by_trigram[trigram].append(key)
            initials = "".join(word[0] for word in extract_words(self._names[key]))
            if len(initials) > 2:
                self._keys_by_initials[initials].append(key)
        self._total_weights = {key: self._sum_weights(trigrams) for key, trigrams in self._trigrams.items()}

    def like(self, name: str, *, most: int = 3) -> Sequence[LookAlike]:
        """The names that resemble this one most, best first; none below MIN_SCORE. `most` limits how many."""
        trigrams = self._count_distinctive(name)
        total_weight = self._sum_weights(trigrams)
        shared: dict[int, float] = defaultdict(float)
        for trigram in trigrams:
            for key in self._keys_by_trigram.get(trigram, ()):
                shared[key] += self._weights[trigram]
        scores = {key: self._score(value, total_weight, self._total_weights[key]) for key, value in shared.items()}
        for word in extract_words(name):
            for key in self._keys_by_initials.get(word, ()):
                scores[key] = max(scores.get(key, 0.0), 0.9)
        look_alikes = [LookAlike(key, self._names[key], score) for key, score in scores.items() if score >= MIN_SCORE]
        return sorted(look_alikes, key=lambda look_alike: (-look_alike.score, look_alike.name, look_alike.key))[:most]

    def _count_distinctive(self, name: str) -> Counter[str]:
        # Without its city “Smart Zwolle” would match everything smart.
        words = [word for word in extract_words(name) if word not in self._ignored_words]
        return count_trigrams(" ".join(words) if len(words) > 1 else name)

    def _sum_weights(self, trigrams: Counter[str]) -> float:
        return sum(self._weights.get(trigram, self._unknown_weight) for trigram in trigrams)

    @staticmethod
    def _score(shared: float, weight: float, other_weight: float) -> float:
        # Mostly the overlap of both, partly how much of the shorter is in the longer: a missing word costs little.
        if not weight or not other_weight:
            return 0.0
        overlap = 2 * shared / (weight + other_weight)
        containment = shared / min(weight, other_weight)
        return 0.7 * overlap + 0.3 * containment
