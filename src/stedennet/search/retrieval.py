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

from . import score_fusion
from .analysers import get_dutch_analyser, get_english_analyser
from .engine import FACETS, Hit, IndexReader, boost_query, combine_queries, match_any
from .records import Card
from .rules import corrections, term_weights
from .rules.analysis import Analyser, Word
from .rules.plain_words import words_of
from .rules.query_syntax import Question

PAGE_SIZE = 20
FEW_RESULTS = 10
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


SUGGESTION_WEIGHTS = {
    "theme": 8.0,
    "organisation": 6.0,
    "strategy": 4.0,
    "action": 3.0,
    "initiative": 3.0,
    "call": 2.0,
}
"""Names come first; news last."""
VOCABULARY = 5_000
SynonymMap = Mapping[tuple[str, ...], Sequence[tuple[str, ...]]]
ChosenFacets = Mapping[str, Sequence[str]]


def find_results(
    shelf: IndexReader,
    question: Question,
    *,
    chosen: ChosenFacets | None = None,
    newest_first: bool = False,
    skip: int = 0,
    most: int = PAGE_SIZE,
    synonyms: SynonymMap | None = None,
    today: int = 0,
    with_facets: bool = True,
    near: score_fusion.NearnessFinder = score_fusion.find_nearness,
) -> Results:
    """Answer a question.

    `chosen` are values of facets (any of those of one facet, all facets); `skip` and `most` choose a page; `today` is
    an ordinal day, for the bonus of news (0: none); `near` tells what means the same (without an encoder: nothing).
    Raises Broken when the index cannot be read.
    """
    asked = QuestionQuery(shelf, question, synonyms or {})
    narrow = asked.narrowed(chosen or {})
    by_day, few = newest_first or asked.score is None, skip + most <= RESCORED
    nearness = None if newest_first else near(question.text)
    exact, inside = _find_exact_hits(asked, narrow, max(skip + most, RESCORED), by_day=by_day)
    if today and few and not by_day:
        inside = _boost_news(shelf, inside, today)
    alike: list[Hit] = []
    if exact >= FEW_RESULTS or (asked.exact is not None and asked.score is None and not nearness):
        if nearness and few:
            inside = score_fusion.rescore_hits({shelf.id(hit): hit for hit in inside[:RESCORED]}, nearness)
        hits = inside[skip : skip + most]
    else:
        alike = _find_similar_hits(asked, narrow, inside)
        merged = _merge_hits(inside, alike, newest_first)
        if nearness:
            merged = score_fusion.fuse_hits(
                shelf, merged, nearness, score=asked.score, narrow=narrow, without=asked.without
            )
            merged = merged[: exact + MOST_ALIKE]
            alike = merged[exact:]
        hits = merged[skip : skip + most]
    return Results(
        cards=[shelf.card(hit) for hit in hits] if with_facets else [],
        ids=[] if with_facets else [shelf.id(hit) for hit in hits],
        total=exact + len(alike),
        exact=exact,
        facets=_count_facets(shelf, asked, chosen or {}, exact, alike) if with_facets else {},
    )


class QuestionQuery:
    """A question as queries of one index."""

    def __init__(self, shelf: IndexReader, question: Question, synonyms: SynonymMap) -> None:
        self.shelf = shelf
        self.question = question
        self._synonyms = synonyms
        self.without = [shelf.phrase(words) for words in question.without]
        self._phrases = [shelf.phrase(words) for words in question.phrases]
        self._said = " ".join([question.text, *(" ".join(words) for words in question.phrases)]).strip()
        self.score = self._score()
        self.exact = self._exact()

    def narrowed(self, chosen: ChosenFacets, *, but: str = "") -> list[Query]:
        """The facets that were chosen, except `but`, and the fields that were typed."""
        typed: dict[str, list[str]] = {}
        for name, value in self.question.fields:
            typed.setdefault(name, []).extend(self._values(name, value))
        wanted = [*typed.items(), *((name, list(values)) for name, values in chosen.items() if name != but)]
        return [
            match_any([self.shelf.term(name, value) for value in values]) if values else Query.empty_query()
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
        telling = [one for one in words if one not in get_dutch_analyser().stop_words]
        if len(telling) > MOST_EXACT_WORDS:
            return None
        if words and not telling:
            return [self.shelf.phrase(words), *self._phrases]
        wanted = [self._any_form(word) for word in get_dutch_analyser().words(" ".join(telling))]
        return [*self._said_otherwise(telling, wanted), *self._phrases]

    def _any_form(self, word: Word) -> Query:
        queries = [self.shelf.term("text", term) for term in term_weights.find_word_forms(word)]
        return match_any([*queries, self.shelf.term("text_en", get_english_analyser().word(word.plain).stem)])

    def _said_otherwise(self, words: list[str], wanted: list[Query]) -> list[Query]:
        # “openbare verlichting” may also be said “straatverlichting”: then both words are answered by the other one.
        for start, end, others in self._synonyms_in(words):
            both = combine_queries(all_of=wanted[start:end]) if end - start > 1 else wanted[start]
            ways = [
                combine_queries(all_of=[self._any_form(word) for word in get_dutch_analyser().words(" ".join(other))])
                for other in others
            ]
            said = match_any([both, *ways])
            wanted = [*wanted[:start], *[said] * (end - start), *wanted[end:]]
        return wanted

    def _synonyms_in(self, words: list[str]) -> list[tuple[int, int, Sequence[tuple[str, ...]]]]:
        found = []
        stems = [get_dutch_analyser().stem_of(word) for word in words]
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                others = self._synonyms.get(tuple(stems[start : start + size]))
                if others:
                    found.append((start, start + size, others))
        return found

    def _score(self) -> Query | None:
        if not self._said:
            return None
        terms = self._in("text", get_dutch_analyser()) | self._in("text_en", get_english_analyser())
        words = [word for word in words_of(self._said) if word not in get_dutch_analyser().stop_words]
        for _, _, others in self._synonyms_in(words[:MOST_EXACT_WORDS]):
            for other in others:
                for term, weight in term_weights.weigh_terms(
                    get_dutch_analyser().words(" ".join(other)), lambda word: True
                ).items():
                    terms["text", term] = terms.get(("text", term), 0.0) + weight * SYNONYM
        return self.shelf.any_term(terms) if terms else None

    def _in(self, where: str, analyser: Analyser) -> dict[tuple[str, str], float]:
        spread = lru_cache(None)(partial(self.shelf.spread, where))
        total = self.shelf.size

        def worth(term: str) -> float:
            return math.log(1 + (total - spread(term) + 0.5) / (spread(term) + 0.5))

        words = analyser.words(self._said)
        terms = term_weights.weigh_terms(words, lambda word: bool(spread(word.stem)), fours_of_known=total <= LARGE)
        most = total * MOST_SPREAD if total > LARGE else total
        # Fours that stand nearly everywhere cost most of the time in a large index, and tell least.
        terms = {
            term: weight
            for term, weight in terms.items()
            if spread(term) > 0 and (spread(term) <= most or not term.startswith("#"))
        }
        return {(where, term): weight for term, weight in term_weights.choose_heaviest_terms(terms, worth).items()}


def find_similar(
    shelf: IndexReader, text: str, *, most: int, kinds: Sequence[str] = (), without: Sequence[str] = ()
) -> list[tuple[float, Card]]:
    """What a text resembles, the best first with its score: “more like this”, and who did such things before.

    `kinds` narrows it; `without` are ids (`kind:key`) that do not count, such as the thing itself.
    """
    score = QuestionQuery(shelf, Question(text), {}).score
    if score is None:
        return []
    narrow = [match_any([shelf.term("kind", kind) for kind in kinds])] if kinds else []
    query = combine_queries(score=score, all_of=[*narrow, score], none_of=[shelf.term("id", name) for name in without])
    return [(hit.score, shelf.card(hit)) for hit in shelf.top(query, most)]


def suggest_cards(shelf: IndexReader, typed: str, *, most: int = 8) -> list[Card]:
    """What somebody may be typing the name of: all words stand in the name, the last one perhaps only begun."""
    words = words_of(typed[:100])
    if not words or len(words[-1]) < 2:
        return []
    begun = [shelf.term("names", term) for term, _ in shelf.terms("names", words[-1], 50)]
    if not begun:
        return []
    first = match_any(
        [
            boost_query(Query.const_score_query(shelf.term("kind", kind), 1.0), w)
            for kind, w in SUGGESTION_WEIGHTS.items()
        ]
    )
    query = combine_queries(
        score=first, all_of=[match_any(begun), *(shelf.term("names", word) for word in words[:-1])]
    )
    return [shelf.card(hit) for hit in shelf.top(query, most)]


def suggest_correction(shelf: IndexReader, question: Question) -> str:
    """What may have been meant: the same text with words that nobody wrote replaced; empty when all are known."""
    words = words_of(question.text)[:MOST_EXACT_WORDS]
    better = [_correct_word(shelf, word) for word in words]
    return " ".join(better) if better != words else ""


def _correct_word(shelf: IndexReader, word: str) -> str:
    forms = (get_dutch_analyser().word(word).stem, f"={word}", f"={get_english_analyser().word(word).stem}")
    if word in get_dutch_analyser().stop_words or any(
        shelf.spread(where, form) for where in ("text", "text_en") for form in forms
    ):
        return word
    begins = [(term[1:], times) for term, times in shelf.terms("text", f"={word[:2]}", VOCABULARY)]
    return (
        corrections.correct_word(word, begins)
        or corrections.correct_word(word, _list_words_of_similar_texts(shelf, word))
        or word
    )


def _list_words_of_similar_texts(shelf: IndexReader, word: str) -> list[tuple[str, int]]:
    # An error in the first letters: the fours of the rest lead to texts that have the word.
    hits = shelf.top(
        shelf.any_term(dict.fromkeys((("text", four) for four in get_dutch_analyser().word(word).fours), 1.0)),
        FEW_RESULTS,
    )
    cards = [shelf.card(hit) for hit in hits]
    return list(Counter(one for card in cards for one in words_of(f"{card.title} {card.lead} {card.body}")).items())


def find_question_forms(question: Question) -> set[str]:
    """The forms of what was asked for, to mark in a text."""
    said = " ".join([question.text, *(" ".join(words) for words in question.phrases)])
    found = {form for word in get_dutch_analyser().words(said) for form in term_weights.find_word_forms(word)}
    return found | {word.stem for word in get_english_analyser().words(said)}


@lru_cache(100_000)
def find_text_forms(plain: str) -> tuple[str, ...]:
    """What a word of a text is compared by when it is marked."""
    return (
        ()
        if plain in get_dutch_analyser().stop_words
        else (*term_weights.find_word_forms(get_dutch_analyser().word(plain)), get_english_analyser().word(plain).stem)
    )


def _find_exact_hits(asked: QuestionQuery, narrow: list[Query], most: int, *, by_day: bool) -> tuple[int, list[Hit]]:
    """How many things have every word, and the best (or newest) of them; none for a long question."""
    if asked.exact is None:
        return 0, []
    query = combine_queries(score=asked.score, all_of=[*asked.exact, *narrow], none_of=asked.without)
    return asked.shelf.counted(query, most, newest_first=by_day)


def _boost_news(shelf: IndexReader, hits: list[Hit], today: int) -> list[Hit]:
    """The same hits, of which the news counts a little more."""
    days = shelf.news_days(hits)
    scored = [
        Hit(hit.score * (1 + NEWS_BONUS * math.exp(-abs(today - day) / NEWS_DAYS)) if day else hit.score, hit.place)
        for hit, day in zip(hits, days, strict=True)
    ]
    return sorted(scored, key=lambda hit: -hit.score)


def _merge_hits(inside: list[Hit], alike: list[Hit], newest_first: bool) -> list[Hit]:
    # With few exact ones, something that only resembles the question comes before them when it does so much better.
    if newest_first:
        return [*inside, *alike]
    exact = [Hit(hit.score * EXACT_BONUS, hit.place) for hit in inside]
    return sorted([*exact, *alike], key=lambda hit: -hit.score)


def _find_similar_hits(asked: QuestionQuery, narrow: list[Query], inside: list[Hit]) -> list[Hit]:
    """What resembles the question and is not `inside`: what has every word, all of which stands there."""
    if asked.score is None:
        return []
    query = asked.score
    if narrow or asked.without:
        query = combine_queries(score=query, all_of=[*narrow, query], none_of=asked.without)
    had = {hit.seat for hit in inside}
    hits = asked.shelf.top(query, MOST_ALIKE + len(inside))
    best = max((hit.score for hit in hits[:1]), default=0.0)
    least = best * (LEAST_BESIDE_EXACT if inside else LEAST_ALIKE)
    return [hit for hit in hits if hit.seat not in had and hit.score >= least][:MOST_ALIKE]


def _count_facets(
    shelf: IndexReader, asked: QuestionQuery, chosen: ChosenFacets, exact: int, alike: list[Hit]
) -> dict[str, dict[str, int]]:
    if not exact:
        return _count_cards([shelf.card(hit) for hit in alike])
    counts: dict[str, dict[str, int]] = {}
    for name in FACETS:
        # The other values of a chosen facet stay in sight: each is counted as if nothing of its own facet were chosen.
        if name in chosen:
            query = combine_queries(
                all_of=[*(asked.exact or []), *asked.narrowed(chosen, but=name)], none_of=asked.without
            )
            counts |= shelf.counts(query, [name])
    rest = [name for name in FACETS if name not in chosen]
    query = combine_queries(all_of=[*(asked.exact or []), *asked.narrowed(chosen)], none_of=asked.without)
    return counts | shelf.counts(query, rest)


def _count_cards(cards: list[Card]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for card in cards:
        counts["kind"][card.kind] += 1
        counts["theme"].update(card.themes)
        counts["city"].update(card.cities)
        counts["province"].update(card.provinces)
        counts["year"].update([card.day[:4]] if card.day else [])
        counts["status"].update([card.status] if card.status else [])
    return {name: dict(counter) for name, counter in counts.items()}
