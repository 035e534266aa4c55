"""The search: from a question to results, facet counts and a suggested correction. Reads the index only.

Exact results contain every word of the question in some form; the totals and facets count them. When there are few,
the fifty best similar results follow, which may contain some of the words only, or words with typing errors.
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
"""With fewer exact results than this, similar results are shown too."""
MOST_SIMILAR = 50
LEAST_SIMILAR, LEAST_BESIDE_EXACT = 0.3, 0.5
"""The minimum share of the best score for similar results; it is larger when there are exact results."""
EXACT_BONUS = 1.25
MOST_EXACT_WORDS = 6
"""In a longer question, not every word has to occur in a result."""
RESCORED = 100
NEWS_BONUS, NEWS_DAYS = 0.15, 120.0
"""News of today scores 15 % more; the bonus falls to a third in each 120 days (e-folding)."""
SYNONYM_WEIGHT = 0.7
LARGE_INDEX, MOST_SPREAD = 100_000, 0.02
"""In an index with more documents than this, n-grams are used only if they occur in at most this share of them
(benchmarks/README.md)."""


@dataclass(frozen=True)
class Results:
    """The results of a question. Of `total` results, `exact` contain every word; the others are similar."""

    cards: list[Card] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    total: int = 0
    exact: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


SUGGESTION_WEIGHTS = {
    "theme": 8.0,
    "organisation": 6.0,
    "strategy": 4.0,
    "challenge": 4.0,
    "action": 3.0,
    "indicator": 2.0,
    "initiative": 3.0,
    "call": 2.0,
}
"""The weight of each kind in suggestions; other kinds, such as news, come last."""
VOCABULARY = 5_000
SynonymMap = Mapping[tuple[str, ...], Sequence[tuple[str, ...]]]
ChosenFacets = Mapping[str, Sequence[str]]


def find_results(
    reader: IndexReader,
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
    """Find the results of a question.

    `chosen` are values of facets (any value within a facet, all facets together); `skip` and `most` select a page;
    `today` is an ordinal day, for the bonus of news (0 for none); `near` computes the nearness of items by meaning.
    Raises BrokenIndex.
    """
    query = QuestionQuery(reader, question, synonyms or {})
    narrow = query.narrow_by(chosen or {})
    by_day, is_rescored = newest_first or query.score is None, skip + most <= RESCORED
    nearness = None if newest_first else near(question.text)
    exact_total, exact_hits = _find_exact_hits(query, narrow, max(skip + most, RESCORED), by_day=by_day)
    if today and is_rescored and not by_day:
        exact_hits = _boost_news(reader, exact_hits, today)
    similar: list[Hit] = []
    if exact_total >= FEW_RESULTS or (query.exact is not None and query.score is None and not nearness):
        if nearness and is_rescored:
            best = {reader.id(hit): hit for hit in exact_hits[:RESCORED]}
            exact_hits = score_fusion.rescore_hits(best, nearness)
        hits = exact_hits[skip : skip + most]
    else:
        similar = _find_similar_hits(query, narrow, exact_hits)
        merged = _merge_hits(exact_hits, similar, newest_first)
        if nearness:
            merged = score_fusion.fuse_hits(
                reader, merged, nearness, score=query.score, narrow=narrow, without=query.without
            )
            merged = merged[: exact_total + MOST_SIMILAR]
            similar = merged[exact_total:]
        hits = merged[skip : skip + most]
    return Results(
        cards=[reader.card(hit) for hit in hits] if with_facets else [],
        ids=[] if with_facets else [reader.id(hit) for hit in hits],
        total=exact_total + len(similar),
        exact=exact_total,
        facets=_count_facets(query, chosen or {}, exact_total, similar) if with_facets else {},
    )


class QuestionQuery:
    """A question as queries of one index.

    `score` ranks the results (None without words); each query of `exact` must match an exact result (None for a long
    question, which has no exact results); none of `without` may match.
    """

    def __init__(self, reader: IndexReader, question: Question, synonyms: SynonymMap) -> None:
        self.reader = reader
        self.question = question
        self._synonyms = synonyms
        self.without = [reader.phrase(words) for words in question.without]
        self._phrases = [reader.phrase(words) for words in question.phrases]
        self._full_text = _join_question_text(question).strip()
        self.score = self._build_score()
        self.exact = self._build_exact()

    def narrow_by(self, chosen: ChosenFacets, *, but: str = "") -> list[Query]:
        """Build queries for the chosen facets, except `but`, and for the fields that were typed."""
        typed: dict[str, list[str]] = {}
        for name, value in self.question.fields:
            typed.setdefault(name, []).extend(self._find_facet_values(name, value))
        conditions = [*typed.items(), *((name, list(values)) for name, values in chosen.items() if name != but)]
        return [
            match_any([self.reader.term(name, value) for value in values]) if values else Query.empty_query()
            for name, values in conditions
            if name in FACETS
        ]

    def _find_facet_values(self, name: str, typed: str) -> list[str]:
        # Values are slugs or names (Noord-Brabant), compared as plain words.
        values = [value for value, _ in self.reader.terms(name, "", 2_000)]
        plain = {value: "-".join(words_of(value)) for value in values}
        equal = [value for value in values if plain[value] == typed]
        return equal or [value for value in values if typed in plain[value]]

    def _build_exact(self) -> list[Query] | None:
        words = words_of(self.question.text)
        content_words = [word for word in words if word not in get_dutch_analyser().stop_words]
        if len(content_words) > MOST_EXACT_WORDS:
            return None
        if words and not content_words:
            return [self.reader.phrase(words), *self._phrases]
        queries = [self._match_any_form(word) for word in get_dutch_analyser().analyse_text(" ".join(content_words))]
        return [*self._add_synonyms(content_words, queries), *self._phrases]

    def _match_any_form(self, word: Word) -> Query:
        queries = [self.reader.term("text", term) for term in term_weights.find_word_forms(word)]
        english_stem = get_english_analyser().analyse_word(word.plain).stem
        return match_any([*queries, self.reader.term("text_en", english_stem)])

    def _add_synonyms(self, words: list[str], queries: list[Query]) -> list[Query]:
        # “straatverlichting” is a synonym of “openbare verlichting”: then it may match in place of both words.
        for start, end, synonyms in self._find_synonyms(words):
            original = combine_queries(all_of=queries[start:end]) if end - start > 1 else queries[start]
            alternatives = [
                combine_queries(
                    all_of=[
                        self._match_any_form(word) for word in get_dutch_analyser().analyse_text(" ".join(synonym))
                    ]
                )
                for synonym in synonyms
            ]
            either = match_any([original, *alternatives])
            queries = [*queries[:start], *[either] * (end - start), *queries[end:]]
        return queries

    def _find_synonyms(self, words: list[str]) -> list[tuple[int, int, Sequence[tuple[str, ...]]]]:
        """The synonyms of each one, two or three words in sequence, with their start and end."""
        spans = []
        stems = [get_dutch_analyser().stem_of(word) for word in words]
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                synonyms = self._synonyms.get(tuple(stems[start : start + size]))
                if synonyms:
                    spans.append((start, start + size, synonyms))
        return spans

    def _build_score(self) -> Query | None:
        if not self._full_text:
            return None
        terms = self._weigh_terms("text", get_dutch_analyser()) | self._weigh_terms("text_en", get_english_analyser())
        words = [word for word in words_of(self._full_text) if word not in get_dutch_analyser().stop_words]
        for _, _, synonyms in self._find_synonyms(words[:MOST_EXACT_WORDS]):
            for synonym in synonyms:
                analysed = get_dutch_analyser().analyse_text(" ".join(synonym))
                for term, weight in term_weights.weigh_terms(analysed, lambda word: True).items():
                    terms["text", term] = terms.get(("text", term), 0.0) + weight * SYNONYM_WEIGHT
        return self.reader.any_term(terms) if terms else None

    def _weigh_terms(self, field_name: str, analyser: Analyser) -> dict[tuple[str, str], float]:
        frequency = lru_cache(None)(partial(self.reader.count_documents, field_name))
        total = self.reader.size

        def rarity(term: str) -> float:
            return math.log(1 + (total - frequency(term) + 0.5) / (frequency(term) + 0.5))

        words = analyser.analyse_text(self._full_text)
        is_large = total > LARGE_INDEX
        weights = term_weights.weigh_terms(
            words, lambda word: bool(frequency(word.stem)), ngrams_of_known=not is_large
        )
        most = total * MOST_SPREAD if is_large else total
        # In a large index, n-grams that occur nearly everywhere take most of the time and matter least.
        weights = {
            term: weight
            for term, weight in weights.items()
            if frequency(term) > 0 and (frequency(term) <= most or not term.startswith("#"))
        }
        heaviest = term_weights.choose_heaviest_terms(weights, rarity)
        return {(field_name, term): weight for term, weight in heaviest.items()}


def find_similar(
    reader: IndexReader, text: str, *, most: int, kinds: Sequence[str] = (), without: Sequence[str] = ()
) -> list[tuple[float, Card]]:
    """Find the items that resemble a text, the best first, each with its score.

    `kinds` limits them; `without` are ids (`kind:key`) to leave out, such as the item that the text belongs to.
    """
    score = QuestionQuery(reader, Question(text), {}).score
    if score is None:
        return []
    narrow = [match_any([reader.term("kind", kind) for kind in kinds])] if kinds else []
    excluded = [reader.term("id", id_) for id_ in without]
    query = combine_queries(score=score, all_of=[*narrow, score], none_of=excluded)
    return [(hit.score, reader.card(hit)) for hit in reader.top(query, most)]


def suggest_cards(reader: IndexReader, typed: str, *, most: int = 8) -> list[Card]:
    """Suggest items by name while somebody types: the last word may be incomplete."""
    words = words_of(typed[:100])
    if not words or len(words[-1]) < 2:
        return []
    completions = [reader.term("names", term) for term, _ in reader.terms("names", words[-1], 50)]
    if not completions:
        return []
    by_kind = match_any(
        [
            boost_query(Query.const_score_query(reader.term("kind", kind), 1.0), weight)
            for kind, weight in SUGGESTION_WEIGHTS.items()
        ]
    )
    query = combine_queries(
        score=by_kind, all_of=[match_any(completions), *(reader.term("names", word) for word in words[:-1])]
    )
    return [reader.card(hit) for hit in reader.top(query, most)]


def suggest_correction(reader: IndexReader, question: Question) -> str:
    """Suggest the question with its unknown words replaced by similar ones; empty when all words are known."""
    words = words_of(question.text)[:MOST_EXACT_WORDS]
    corrected = [_correct_word(reader, word) for word in words]
    return " ".join(corrected) if corrected != words else ""


def _correct_word(reader: IndexReader, word: str) -> str:
    dutch, english = get_dutch_analyser().analyse_word(word), get_english_analyser().analyse_word(word)
    forms = (dutch.stem, f"={word}", f"={english.stem}")
    if word in get_dutch_analyser().stop_words or any(
        reader.count_documents(field_name, form) for field_name in ("text", "text_en") for form in forms
    ):
        return word
    same_start = [(term[1:], count) for term, count in reader.terms("text", f"={word[:2]}", VOCABULARY)]
    return (
        corrections.correct_word(word, same_start)
        or corrections.correct_word(word, _list_words_of_similar_texts(reader, word))
        or word
    )


def _list_words_of_similar_texts(reader: IndexReader, word: str) -> list[tuple[str, int]]:
    # When the error is in the first letters, the n-grams of the others lead to texts that contain the word.
    ngrams = get_dutch_analyser().analyse_word(word).ngrams
    hits = reader.top(reader.any_term(dict.fromkeys((("text", ngram) for ngram in ngrams), 1.0)), FEW_RESULTS)
    cards = [reader.card(hit) for hit in hits]
    words = (plain for card in cards for plain in words_of(f"{card.title} {card.lead} {card.body}"))
    return list(Counter(words).items())


def _join_question_text(question: Question) -> str:
    return " ".join([question.text, *(" ".join(words) for words in question.phrases)])


def find_question_forms(question: Question) -> set[str]:
    """Find the forms of the words of a question, to highlight them in a text."""
    text = _join_question_text(question)
    dutch, english = get_dutch_analyser().analyse_text(text), get_english_analyser().analyse_text(text)
    return {form for word in dutch for form in term_weights.find_word_forms(word)} | {word.stem for word in english}


@lru_cache(100_000)
def find_text_forms(plain: str) -> tuple[str, ...]:
    """Find the forms of a plain word of a text, to compare with those of the question; none for a stop word."""
    if plain in get_dutch_analyser().stop_words:
        return ()
    dutch, english = get_dutch_analyser().analyse_word(plain), get_english_analyser().analyse_word(plain)
    return (*term_weights.find_word_forms(dutch), english.stem)


def _find_exact_hits(asked: QuestionQuery, narrow: list[Query], most: int, *, by_day: bool) -> tuple[int, list[Hit]]:
    """Count the items with every word, and find the best (or newest) of them; none for a long question."""
    if asked.exact is None:
        return 0, []
    query = combine_queries(score=asked.score, all_of=[*asked.exact, *narrow], none_of=asked.without)
    return asked.reader.top_with_total(query, most, newest_first=by_day)


def _boost_news(reader: IndexReader, hits: list[Hit], today: int) -> list[Hit]:
    """Raise the score of recent news, and sort the hits again."""
    days = reader.news_days(hits)
    boosted = [
        Hit(hit.score * (1 + NEWS_BONUS * math.exp(-abs(today - day) / NEWS_DAYS)) if day else hit.score, hit.address)
        for hit, day in zip(hits, days, strict=True)
    ]
    return sorted(boosted, key=lambda hit: -hit.score)


def _merge_hits(exact_hits: list[Hit], similar: list[Hit], newest_first: bool) -> list[Hit]:
    # A similar hit comes before an exact one only if its score is higher by more than the bonus.
    if newest_first:
        return [*exact_hits, *similar]
    boosted = [Hit(hit.score * EXACT_BONUS, hit.address) for hit in exact_hits]
    return sorted([*boosted, *similar], key=lambda hit: -hit.score)


def _find_similar_hits(asked: QuestionQuery, narrow: list[Query], exact_hits: list[Hit]) -> list[Hit]:
    """Find the best hits that are not among `exact_hits`, which are all exact results there are."""
    if asked.score is None:
        return []
    query = asked.score
    if narrow or asked.without:
        query = combine_queries(score=query, all_of=[*narrow, query], none_of=asked.without)
    exact_addresses = {hit.comparable_address for hit in exact_hits}
    hits = asked.reader.top(query, MOST_SIMILAR + len(exact_hits))
    best_score = max((hit.score for hit in hits[:1]), default=0.0)
    least_score = best_score * (LEAST_BESIDE_EXACT if exact_hits else LEAST_SIMILAR)
    similar = [hit for hit in hits if hit.comparable_address not in exact_addresses and hit.score >= least_score]
    return similar[:MOST_SIMILAR]


def _count_facets(
    asked: QuestionQuery, chosen: ChosenFacets, exact_total: int, similar: list[Hit]
) -> dict[str, dict[str, int]]:
    reader = asked.reader
    if not exact_total:
        return _count_cards([reader.card(hit) for hit in similar])
    counts: dict[str, dict[str, int]] = {}
    for name in FACETS:
        # The other values of a chosen facet stay visible: they are counted as if nothing in that facet were chosen.
        if name in chosen:
            query = combine_queries(
                all_of=[*(asked.exact or []), *asked.narrow_by(chosen, but=name)], none_of=asked.without
            )
            counts |= reader.count_facets(query, [name])
    others = [name for name in FACETS if name not in chosen]
    query = combine_queries(all_of=[*(asked.exact or []), *asked.narrow_by(chosen)], none_of=asked.without)
    return counts | reader.count_facets(query, others)


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
