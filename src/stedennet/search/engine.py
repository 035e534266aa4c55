"""The index itself. The only file that knows tantivy: terms in, cards out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from .analysers import get_dutch_analyser, get_english_analyser
from .records import Card, Record, dump_card, fingerprint_of, load_card
from .rules.analysis import Analyser, terms_of
from .rules.plain_words import words_of

FORMAT = 3
"""Raise it when what is stored or how words are cut changes: every index is then made anew."""
NEWS_KINDS = ("article", "event")
"""Kinds of which the new ones matter a little more."""
NAMED_KINDS = ("organisation",)
"""Kinds of which other names than the title are suggested: short names, codes."""
FACETS = ("kind", "theme", "city", "province", "year", "status")
TITLE_TIMES, LEAD_TIMES = 3, 2
"""How often words of the title, and of the names and the lead, count against those of the body."""
WRITER_MEMORY = 64_000_000
MOST_VALUES = 1_000


class BrokenIndex(Exception):
    """The index cannot be read or written: gone, damaged, of another version, or the disk is full."""


@dataclass(frozen=True)
class Hit:
    """One found thing: its score and where it stands in the index."""

    score: float
    place: Any

    @property
    def seat(self) -> tuple[int, int]:
        """Where it stands, as something to compare."""
        return self.place.segment_ord, self.place.doc


def build_schema() -> Any:
    """The fields. `text` and `text_en` hold terms that we cut ourselves; `exact` holds words in their order."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("owner", tokenizer_name="raw", index_option="basic")
    for name in ("text", "text_en"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("exact", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("names", tokenizer_name="whitespace", index_option="basic")
    builder.add_integer_field("day", fast=True)
    builder.add_integer_field("news", fast=True)
    builder.add_integer_field("mark", fast=True)
    builder.add_bytes_field("card", stored=True, indexed=False)
    return builder.build()


class IndexReader:
    """An index in a folder, for reading. Opening an index that is not sound raises Broken."""

    def __init__(self, folder: Path) -> None:
        with convert_engine_errors():
            self._index = tantivy.Index.open(str(folder))
            self._index.config_reader("manual", 1)
            self._index.reload()
            self.searcher = self._index.searcher()
        self.schema = self._index.schema

    def refresh(self) -> None:
        """See what was written since."""
        with convert_engine_errors():
            self._index.reload()
            self.searcher = self._index.searcher()

    @property
    def size(self) -> int:
        """How many things it holds."""
        return int(self.searcher.num_docs)

    def top(self, query: Query, most: int) -> list[Hit]:
        """The best hits of a query, the best first."""
        with convert_engine_errors():
            found = self.searcher.search(query, limit=most, count=False)
            return [Hit(score, place) for score, place in found.hits]

    def counted(self, query: Query, most: int, *, newest_first: bool = False) -> tuple[int, list[Hit]]:
        """How many things match, and the best of them; or the newest, where what has no day comes last."""
        with convert_engine_errors():
            order: Any = {"order_by_field": "day"} if newest_first else {}
            found: Any = self.searcher.search(query, limit=most, count=True, **order)
            return int(found.count), [Hit(0.0 if newest_first else score, place) for score, place in found.hits]

    def counts(self, query: Query, names: Iterable[str]) -> dict[str, dict[str, int]]:
        """For each facet in `names`: how many matches have which value."""
        asked = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
        if not asked:
            return {}
        with convert_engine_errors():
            answer = self.searcher.aggregate(query, asked)
        return {
            name: {row["key"]: row["doc_count"] for row in answer[name]["buckets"] if row["key"]} for name in asked
        }

    def spread(self, field: str, term: str) -> int:
        """In how many things a term stands."""
        with convert_engine_errors():
            return int(self.searcher.doc_freq(field, term))

    def news_days(self, hits: Sequence[Hit]) -> list[int]:
        """The day of each hit that is news, as an ordinal; 0 for what is no news."""
        with convert_engine_errors():
            days = self.searcher.fast_field_values("news", [hit.place for hit in hits])
            return [int(day or 0) for day in days]

    def card(self, hit: Hit) -> Card:
        """What a hit shows."""
        with convert_engine_errors():
            return load_card(bytes(self.searcher.doc(hit.place)["card"][0]))

    def id(self, hit: Hit) -> str:
        """The name of a hit, `kind:key`."""
        with convert_engine_errors():
            return str(self.searcher.doc(hit.place)["id"][0])

    def terms(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Terms that begin so, with in how many things they stand, the most usual first."""
        with convert_engine_errors():
            return list(self.searcher.terms_with_prefix(field, prefix, limit=most))

    def marks(self) -> dict[str, int]:
        """The mark of everything in the index, by its name."""
        with convert_engine_errors():
            hits = self.searcher.search(Query.all_query(), limit=max(1, self.size), count=False).hits
            places = [place for _, place in hits]
            marks = self.searcher.fast_field_values("mark", places)
            return {
                self.searcher.doc(place)["id"][0]: int(mark or 0) for place, mark in zip(places, marks, strict=True)
            }

    def term(self, field: str, term: str) -> Query:
        """Things with this term."""
        return Query.term_query(self.schema, field, term)

    def any_term(self, terms: Mapping[tuple[str, str], float]) -> Query:
        """Things with any of these terms (field and term), each with its weight.

        One flat list: only in such a one the engine passes over what cannot be among the best.
        """
        return match_any([boost_query(self.term(field, term), weight) for (field, term), weight in terms.items()])

    def phrase(self, words: Sequence[str]) -> Query:
        """Things with these plain words, one after the other."""
        return (
            Query.phrase_query(self.schema, "exact", list(words)) if len(words) > 1 else self.term("exact", words[0])
        )


class IndexWriter:
    """Writes one index; only one at a time may exist for a folder. Nothing is seen before `commit`."""

    def __init__(self, folder: Path, *, make: bool = False) -> None:
        with convert_engine_errors():
            self._index = tantivy.Index(build_schema(), str(folder)) if make else tantivy.Index.open(str(folder))
            self._writer = self._index.writer(WRITER_MEMORY, 1)

    def put(self, record: Record) -> None:
        """Add a record, in place of the one of that name."""
        with convert_engine_errors():
            self._writer.delete_documents_by_term("id", record.id)
            self._writer.add_document(build_document(record))

    def add(self, record: Record) -> None:
        """Add a record that is not there yet."""
        with convert_engine_errors():
            self._writer.add_document(build_document(record))

    def drop(self, id: str) -> None:
        """Remove what has this name; nothing when it is not there."""
        with convert_engine_errors():
            self._writer.delete_documents_by_term("id", id)

    def commit(self) -> None:
        """Make what was put and dropped visible, all at once."""
        with convert_engine_errors():
            self._writer.commit()

    def close(self) -> None:
        """Let go of the folder, after merges that are under way."""
        with convert_engine_errors():
            self._writer.wait_merging_threads()


class convert_engine_errors:
    """Whatever the engine raises, also when it panics, becomes Broken."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        """Raises Broken in place of any other error of the engine."""
        if error is None or isinstance(error, BrokenIndex):
            return
        panicked = kind.__name__ == "PanicException"  # pyo3's own; it is no Exception
        if panicked or isinstance(error, Exception):
            raise BrokenIndex(f"{kind.__name__}: {error}") from error


def match_everything() -> Query:
    """All things."""
    return Query.all_query()


def match_any(queries: list[Query]) -> Query:
    """Any of these."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def boost_query(query: Query, weight: float) -> Query:
    """The query, counting `weight` times."""
    return query if weight == 1.0 else Query.boost_query(query, weight)


def combine_queries(
    *, score: Query | None = None, all_of: Sequence[Query] = (), none_of: Sequence[Query] = ()
) -> Query:
    """What matches all of `all_of` and none of `none_of`; only `score` gives points.

    Without `all_of`, a thing must match `score`.
    """
    parts = [(Occur.Must, Query.const_score_query(query, 0.0)) for query in all_of]
    parts += [(Occur.MustNot, query) for query in none_of]
    if score is None:
        return (
            Query.boolean_query(parts or [(Occur.Must, Query.all_query())])
            if all_of
            else Query.boolean_query([(Occur.Must, Query.all_query()), *parts])
        )
    if not parts:
        return score
    return Query.boolean_query([*parts, (Occur.Should if all_of else Occur.Must, score)])


def build_document(record: Record) -> Any:
    """A record as the engine takes it."""
    document = tantivy.Document()
    document.add_text("id", record.id)
    document.add_text("kind", record.kind)
    for name, values in (("theme", record.themes), ("city", record.cities), ("province", record.provinces)):
        for value in values:
            document.add_text(name, value)
    for owner in record.owners:
        document.add_text("owner", owner)
    document.add_text("year", record.year)
    document.add_text("status", record.status)
    document.add_integer("day", record.day.toordinal() if record.day else 0)
    document.add_integer("news", record.day.toordinal() if record.day and record.kind in NEWS_KINDS else 0)
    document.add_integer("mark", fingerprint_of(record))
    dutch_texts = [words_of(text) for text in (record.title, record.lead, record.body)]
    english_texts = [words_of(text) for text in (record.title_en, record.lead_en, record.body_en)]
    names = [words_of(name) for name in record.names]
    document.add_text("text", _repeat_terms(get_dutch_analyser(), dutch_texts, names))
    if any(english_texts):
        document.add_text("text_en", _repeat_terms(get_english_analyser(), english_texts, names))
    for words in (*dutch_texts, *english_texts, *names):
        if words:
            document.add_text("exact", " ".join(words))
    called = names if record.kind in NAMED_KINDS else []
    named = {word for words in (dutch_texts[0], english_texts[0], *called) for word in words}
    document.add_text("names", " ".join(sorted(named)))
    document.add_bytes("card", dump_card(record).encode())
    return document


def _repeat_terms(analyser: Analyser, texts: Sequence[Sequence[str]], names: Sequence[Sequence[str]]) -> str:
    title, lead, body = texts
    terms = terms_of(analyser.telling(title)) * TITLE_TIMES
    terms += terms_of(analyser.telling([*chain.from_iterable(names), *lead])) * LEAD_TIMES
    terms += terms_of(analyser.telling(body))
    return " ".join(terms)
