"""The product's search: from a question to results, counts and what may have been meant. Reads the index only.

Two circles. The inner one holds what has every word of the question in some form; the counts and facets are about it.
When it holds little, the outer one follows: what resembles the question, also with typing errors, the best fifty.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

from tantivy import Query

from . import mixing
from .engine import FACETS, Hit, Shelf, boosted, combined, union
from .languages import dutch, english
from .records import Card
from .rules import spelling, weighing
from .rules.analysis import Analyser, Word
from .rules.asking import Question
from .rules.folding import words_of

PAGE = 20
FEW = 10
"""With fewer exact results than this, what resembles the question is shown too."""
MOST_ALIKE = 50
LEAST_ALIKE, LEAST_BESIDE_EXACT = 0.3, 0.5
"""What resembles the question must have this share of the best score; more when there are exact results."""
EXACT_BONUS = 1.25
MOST_EXACT_WORDS = 6
"""A longer question is a story: not every word of it has to stand in an answer."""
RESCORED = 100
NEWS_BONUS, NEWS_DAYS = 0.15, 120.0
"""News of today counts 15 % more, and each 120 days the bonus shrinks to a third (e-folding)."""
SYNONYM = 0.7
LARGE, MOST_SPREAD = 100_000, 0.02
"""In a larger index than this, fours of letters are asked for only where they tell most (benchmarks/README.md)."""


@dataclass(frozen=True)
class Results:
    """What was found. `exact` of `total` have every word; the others resemble the question."""

    cards: list[Card] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    total: int = 0
    exact: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


SUGGESTED_FIRST = {"theme": 8.0, "organisation": 6.0, "strategy": 4.0, "action": 3.0, "initiative": 3.0, "call": 2.0}
"""Names come first; news last."""
VOCABULARY = 5_000
Synonyms = Mapping[tuple[str, ...], Sequence[tuple[str, ...]]]
Chosen = Mapping[str, Sequence[str]]


def find(
    shelf: Shelf,
    question: Question,
    *,
    chosen: Chosen | None = None,
    newest_first: bool = False,
    skip: int = 0,
    most: int = PAGE,
    synonyms: Synonyms | None = None,
    today: int = 0,
    with_facets: bool = True,
    near: mixing.Near = mixing.near,
) -> Results:
    """Answer a question.

    `chosen` are values of facets (any of those of one facet, all facets); `skip` and `most` choose a page; `today` is
    an ordinal day, for the bonus of news (0: none); `near` tells what means the same (without an encoder: nothing).
    Raises Broken when the index cannot be read.
    """
    asked = Asked(shelf, question, synonyms or {})
    narrow = asked.narrowed(chosen or {})
    by_day, few = newest_first or asked.score is None, skip + most <= RESCORED
    nearness = None if newest_first else near(question.text)
    exact, inside = _inside(asked, narrow, max(skip + most, RESCORED), by_day=by_day)
    if today and few and not by_day:
        inside = _fresher(shelf, inside, today)
    alike: list[Hit] = []
    if exact >= FEW or (asked.exact is not None and asked.score is None and not nearness):
        if nearness and few:
            inside = mixing.rescored({shelf.id(hit): hit for hit in inside[:RESCORED]}, nearness)
        hits = inside[skip : skip + most]
    else:
        alike = _alike(asked, narrow, inside)
        merged = _merged(inside, alike, newest_first)
        if nearness:
            merged = mixing.mixed(shelf, merged, nearness, score=asked.score, narrow=narrow, without=asked.without)
            merged = merged[: exact + MOST_ALIKE]
            alike = merged[exact:]
        hits = merged[skip : skip + most]
    return Results(
        cards=[shelf.card(hit) for hit in hits] if with_facets else [],
        ids=[] if with_facets else [shelf.id(hit) for hit in hits],
        total=exact + len(alike),
        exact=exact,
        facets=_facets(shelf, asked, chosen or {}, exact, alike) if with_facets else {},
    )


class Asked:
    """A question as queries of one index."""

    def __init__(self, shelf: Shelf, question: Question, synonyms: Synonyms) -> None:
        self.shelf = shelf
        self.question = question
        self._synonyms = synonyms
        self.without = [shelf.phrase(words) for words in question.without]
        self._phrases = [shelf.phrase(words) for words in question.phrases]
        self._said = " ".join([question.text, *(" ".join(words) for words in question.phrases)]).strip()
        self.score = self._score()
        self.exact = self._exact()

    def narrowed(self, chosen: Chosen, *, but: str = "") -> list[Query]:
        """The facets that were chosen, except `but`, and the fields that were typed."""
        typed: dict[str, list[str]] = {}
        for name, value in self.question.fields:
            typed.setdefault(name, []).extend(self._values(name, value))
        wanted = [*typed.items(), *((name, list(values)) for name, values in chosen.items() if name != but)]
        return [
            union([self.shelf.term(name, value) for value in values]) if values else Query.empty_query()
            for name, values in wanted
            if name in FACETS
        ]

    def _values(self, name: str, typed: str) -> list[str]:
        # Values are slugs or names (Noord-Brabant): compared as plain words.
        values = [value for value, _ in self.shelf.terms(name, "", 2_000)]
        plain = {value: "-".join(words_of(value)) for value in values}
        same = [value for value in values if plain[value] == typed]
        return same or [value for value in values if typed in plain[value]]

    def _exact(self) -> list[Query] | None:
        words = words_of(self.question.text)
        telling = [one for one in words if one not in dutch().stop_words]
        if len(telling) > MOST_EXACT_WORDS:
            return None
        if words and not telling:
            return [self.shelf.phrase(words), *self._phrases]
        wanted = [self._any_form(word) for word in dutch().words(" ".join(telling))]
        return [*self._said_otherwise(telling, wanted), *self._phrases]

    def _any_form(self, word: Word) -> Query:
        queries = [self.shelf.term("text", term) for term in weighing.forms(word)]
        return union([*queries, self.shelf.term("text_en", english().word(word.plain).stem)])

    def _said_otherwise(self, words: list[str], wanted: list[Query]) -> list[Query]:
        # “openbare verlichting” may also be said “straatverlichting”: then both words are answered by the other one.
        for start, end, others in self._synonyms_in(words):
            both = combined(all_of=wanted[start:end]) if end - start > 1 else wanted[start]
            ways = [
                combined(all_of=[self._any_form(word) for word in dutch().words(" ".join(other))]) for other in others
            ]
            said = union([both, *ways])
            wanted = [*wanted[:start], *[said] * (end - start), *wanted[end:]]
        return wanted

    def _synonyms_in(self, words: list[str]) -> list[tuple[int, int, Sequence[tuple[str, ...]]]]:
        found = []
        stems = [dutch().stem_of(word) for word in words]
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                others = self._synonyms.get(tuple(stems[start : start + size]))
                if others:
                    found.append((start, start + size, others))
        return found

    def _score(self) -> Query | None:
        if not self._said:
            return None
        terms = self._in("text", dutch()) | self._in("text_en", english())
        words = [word for word in words_of(self._said) if word not in dutch().stop_words]
        for _, _, others in self._synonyms_in(words[:MOST_EXACT_WORDS]):
            for other in others:
                for term, weight in weighing.weights(dutch().words(" ".join(other)), lambda word: True).items():
                    terms["text", term] = terms.get(("text", term), 0.0) + weight * SYNONYM
        return self.shelf.any_term(terms) if terms else None

    def _in(self, where: str, analyser: Analyser) -> dict[tuple[str, str], float]:
        spread = lru_cache(None)(partial(self.shelf.spread, where))
        total = self.shelf.size

        def worth(term: str) -> float:
            return math.log(1 + (total - spread(term) + 0.5) / (spread(term) + 0.5))

        words = analyser.words(self._said)
        terms = weighing.weights(words, lambda word: bool(spread(word.stem)), fours_of_known=total <= LARGE)
        most = total * MOST_SPREAD if total > LARGE else total
        # Fours that stand nearly everywhere cost most of the time in a large index, and tell least.
        terms = {
            term: weight
            for term, weight in terms.items()
            if spread(term) > 0 and (spread(term) <= most or not term.startswith("#"))
        }
        return {(where, term): weight for term, weight in weighing.most_telling(terms, worth).items()}


def alike(
    shelf: Shelf, text: str, *, most: int, kinds: Sequence[str] = (), without: Sequence[str] = ()
) -> list[tuple[float, Card]]:
    """What a text resembles, the best first with its score: “more like this”, and who did such things before.

    `kinds` narrows it; `without` are ids (`kind:key`) that do not count, such as the thing itself.
    """
    score = Asked(shelf, Question(text), {}).score
    if score is None:
        return []
    narrow = [union([shelf.term("kind", kind) for kind in kinds])] if kinds else []
    query = combined(score=score, all_of=[*narrow, score], none_of=[shelf.term("id", name) for name in without])
    return [(hit.score, shelf.card(hit)) for hit in shelf.top(query, most)]


def suggest(shelf: Shelf, typed: str, *, most: int = 8) -> list[Card]:
    """What somebody may be typing the name of: all words stand in the name, the last one perhaps only begun."""
    words = words_of(typed[:100])
    if not words or len(words[-1]) < 2:
        return []
    begun = [shelf.term("names", term) for term, _ in shelf.terms("names", words[-1], 50)]
    if not begun:
        return []
    first = union(
        [boosted(Query.const_score_query(shelf.term("kind", kind), 1.0), w) for kind, w in SUGGESTED_FIRST.items()]
    )
    query = combined(score=first, all_of=[union(begun), *(shelf.term("names", word) for word in words[:-1])])
    return [shelf.card(hit) for hit in shelf.top(query, most)]


def meant(shelf: Shelf, question: Question) -> str:
    """What may have been meant: the same text with words that nobody wrote replaced; empty when all are known."""
    words = words_of(question.text)[:MOST_EXACT_WORDS]
    better = [_known(shelf, word) for word in words]
    return " ".join(better) if better != words else ""


def _known(shelf: Shelf, word: str) -> str:
    forms = (dutch().word(word).stem, f"={word}", f"={english().word(word).stem}")
    if word in dutch().stop_words or any(shelf.spread(where, form) for where in ("text", "text_en") for form in forms):
        return word
    begins = [(term[1:], times) for term, times in shelf.terms("text", f"={word[:2]}", VOCABULARY)]
    return spelling.meant(word, begins) or spelling.meant(word, _words_of_alike(shelf, word)) or word


def _words_of_alike(shelf: Shelf, word: str) -> list[tuple[str, int]]:
    # An error in the first letters: the fours of the rest lead to texts that have the word.
    hits = shelf.top(shelf.any_term(dict.fromkeys((("text", four) for four in dutch().word(word).fours), 1.0)), FEW)
    cards = [shelf.card(hit) for hit in hits]
    return list(Counter(one for card in cards for one in words_of(f"{card.title} {card.lead} {card.body}")).items())


def wanted(question: Question) -> set[str]:
    """The forms of what was asked for, to mark in a text."""
    said = " ".join([question.text, *(" ".join(words) for words in question.phrases)])
    found = {form for word in dutch().words(said) for form in weighing.forms(word)}
    return found | {word.stem for word in english().words(said)}


@lru_cache(100_000)
def forms(plain: str) -> tuple[str, ...]:
    """What a word of a text is compared by when it is marked."""
    return () if plain in dutch().stop_words else (*weighing.forms(dutch().word(plain)), english().word(plain).stem)


def _inside(asked: Asked, narrow: list[Query], most: int, *, by_day: bool) -> tuple[int, list[Hit]]:
    """How many things have every word, and the best (or newest) of them; none for a long question."""
    if asked.exact is None:
        return 0, []
    query = combined(score=asked.score, all_of=[*asked.exact, *narrow], none_of=asked.without)
    return asked.shelf.counted(query, most, newest_first=by_day)


def _fresher(shelf: Shelf, hits: list[Hit], today: int) -> list[Hit]:
    """The same hits, of which the news counts a little more."""
    days = shelf.news_days(hits)
    scored = [
        Hit(hit.score * (1 + NEWS_BONUS * math.exp(-abs(today - day) / NEWS_DAYS)) if day else hit.score, hit.place)
        for hit, day in zip(hits, days, strict=True)
    ]
    return sorted(scored, key=lambda hit: -hit.score)


def _merged(inside: list[Hit], alike: list[Hit], newest_first: bool) -> list[Hit]:
    # With few exact ones, something that only resembles the question comes before them when it does so much better.
    if newest_first:
        return [*inside, *alike]
    exact = [Hit(hit.score * EXACT_BONUS, hit.place) for hit in inside]
    return sorted([*exact, *alike], key=lambda hit: -hit.score)


def _alike(asked: Asked, narrow: list[Query], inside: list[Hit]) -> list[Hit]:
    """What resembles the question and is not `inside`: what has every word, all of which stands there."""
    if asked.score is None:
        return []
    query = asked.score
    if narrow or asked.without:
        query = combined(score=query, all_of=[*narrow, query], none_of=asked.without)
    had = {hit.seat for hit in inside}
    hits = asked.shelf.top(query, MOST_ALIKE + len(inside))
    best = max((hit.score for hit in hits[:1]), default=0.0)
    least = best * (LEAST_BESIDE_EXACT if inside else LEAST_ALIKE)
    return [hit for hit in hits if hit.seat not in had and hit.score >= least][:MOST_ALIKE]


def _facets(shelf: Shelf, asked: Asked, chosen: Chosen, exact: int, alike: list[Hit]) -> dict[str, dict[str, int]]:
    if not exact:
        return _counted([shelf.card(hit) for hit in alike])
    counts: dict[str, dict[str, int]] = {}
    for name in FACETS:
        # The other values of a chosen facet stay in sight: each is counted as if nothing of its own facet were chosen.
        if name in chosen:
            query = combined(all_of=[*(asked.exact or []), *asked.narrowed(chosen, but=name)], none_of=asked.without)
            counts |= shelf.counts(query, [name])
    rest = [name for name in FACETS if name not in chosen]
    query = combined(all_of=[*(asked.exact or []), *asked.narrowed(chosen)], none_of=asked.without)
    return counts | shelf.counts(query, rest)


def _counted(cards: list[Card]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for card in cards:
        counts["kind"][card.kind] += 1
        counts["theme"].update(card.themes)
        counts["city"].update(card.cities)
        counts["province"].update(card.provinces)
        counts["year"].update([card.day[:4]] if card.day else [])
        counts["status"].update([card.status] if card.status else [])
    return {name: dict(counter) for name, counter in counts.items()}
