"""The index itself: terms in, cards out. Only this module and those that build its queries know tantivy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any

import tantivy
from tantivy import Occur, Query

from .analysers import get_dutch_analyser, get_english_analyser
from .records import Card, Record, dump_card, fingerprint_of, load_card
from .rules.analysis import Analyser, terms_of
from .rules.plain_words import words_of

FORMAT = 3
"""Raise this number when the stored fields or the analysis of words change: every index is then rebuilt."""
NEWS_KINDS = ("article", "event")
"""The kinds of which recent items rank a little higher."""
NAMED_KINDS = ("organisation",)
"""The kinds that are also suggested by other names than their title, such as short names and codes."""
FACETS = ("kind", "theme", "city", "province", "year", "status")
TITLE_TIMES, LEAD_TIMES = 3, 2
"""The weight of words in the title, and in the names and the lead, relative to words in the body."""
WRITER_MEMORY = 64_000_000
MOST_VALUES = 1_000


class BrokenIndex(Exception):
    """The index cannot be read or written: it is missing, damaged or of another version, or the disk is full."""


@dataclass(frozen=True)
class Hit:
    """One hit: its score and its address in the index."""

    score: float
    address: tantivy.DocAddress

    @property
    def comparable_address(self) -> tuple[int, int]:
        """The address in a form that can be compared and hashed."""
        return self.address.segment_ord, self.address.doc


def build_schema() -> tantivy.Schema:
    """Build the fields: `text` and `text_en` hold terms of our analysers, `exact` holds plain words in order."""
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
    """Reads the index in a folder. All methods, and opening, raise BrokenIndex when the index is unsound."""

    def __init__(self, folder: Path) -> None:
        with convert_engine_errors():
            self._index = tantivy.Index.open(str(folder))
            self._index.config_reader("manual", 1)
            self._index.reload()
            self.searcher = self._index.searcher()
        self.schema = self._index.schema

    def refresh(self) -> None:
        """Make everything that was committed since visible."""
        with convert_engine_errors():
            self._index.reload()
            self.searcher = self._index.searcher()

    @property
    def size(self) -> int:
        """The number of documents."""
        return int(self.searcher.num_docs)

    def top(self, query: Query, most: int) -> list[Hit]:
        """Find the best hits of a query, the best first."""
        with convert_engine_errors():
            results = self.searcher.search(query, limit=most, count=False)
            return [Hit(score, address) for score, address in results.hits]

    def top_with_total(self, query: Query, most: int, *, newest_first: bool = False) -> tuple[int, list[Hit]]:
        """Count the matches, and find the best of them; or the newest, with items without a day last."""
        with convert_engine_errors():
            order: Any = {"order_by_field": "day"} if newest_first else {}
            results: Any = self.searcher.search(query, limit=most, count=True, **order)
            hits = [Hit(0.0 if newest_first else score, address) for score, address in results.hits]
            return int(results.count), hits

    def count_facets(self, query: Query, names: Iterable[str]) -> dict[str, dict[str, int]]:
        """Count the matches by value, for each facet in `names`."""
        aggregations = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
        if not aggregations:
            return {}
        with convert_engine_errors():
            results = self.searcher.aggregate(query, aggregations)
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in results[name]["buckets"] if bucket["key"]}
            for name in aggregations
        }

    def count_documents(self, field: str, term: str) -> int:
        """Count the documents that contain a term."""
        with convert_engine_errors():
            return int(self.searcher.doc_freq(field, term))

    def news_days(self, hits: Sequence[Hit]) -> list[int]:
        """The day of each hit as an ordinal; 0 for a hit that is not news."""
        with convert_engine_errors():
            days = self.searcher.fast_field_values("news", [hit.address for hit in hits])
            return [int(day or 0) for day in days]

    def card(self, hit: Hit) -> Card:
        """The card of a hit."""
        with convert_engine_errors():
            return load_card(bytes(self.searcher.doc(hit.address)["card"][0]))

    def id(self, hit: Hit) -> str:
        """The id of a hit, `kind:key`."""
        with convert_engine_errors():
            return str(self.searcher.doc(hit.address)["id"][0])

    def terms(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """The terms with a prefix and their numbers of documents, the most frequent first."""
        with convert_engine_errors():
            return list(self.searcher.terms_with_prefix(field, prefix, limit=most))

    def fingerprints(self) -> dict[str, int]:
        """The fingerprint of each document, by id."""
        with convert_engine_errors():
            hits = self.searcher.search(Query.all_query(), limit=max(1, self.size), count=False).hits
            addresses = [address for _, address in hits]
            values = self.searcher.fast_field_values("mark", addresses)
            return {
                self.searcher.doc(address)["id"][0]: int(value or 0)
                for address, value in zip(addresses, values, strict=True)
            }

    def term(self, field: str, term: str) -> Query:
        """A query for documents with this term."""
        return Query.term_query(self.schema, field, term)

    def any_term(self, terms: Mapping[tuple[str, str], float]) -> Query:
        """A query for documents with any of these terms (field and term), each with its weight.

        It is one flat list, because only then the engine skips documents that cannot be among the best.
        """
        return match_any([boost_query(self.term(field, term), weight) for (field, term), weight in terms.items()])

    def phrase(self, words: Sequence[str]) -> Query:
        """A query for documents with these plain words in sequence."""
        return (
            Query.phrase_query(self.schema, "exact", list(words)) if len(words) > 1 else self.term("exact", words[0])
        )


class IndexWriter:
    """Writes the index in a folder, which may have one writer at a time. Nothing is visible before `commit`."""

    def __init__(self, folder: Path, *, make: bool = False) -> None:
        with convert_engine_errors():
            self._index = tantivy.Index(build_schema(), str(folder)) if make else tantivy.Index.open(str(folder))
            self._writer = self._index.writer(WRITER_MEMORY, 1)

    def replace(self, record: Record) -> None:
        """Add a record, or replace the one with its id."""
        with convert_engine_errors():
            self._writer.delete_documents_by_term("id", record.id)
            self._writer.add_document(build_document(record))

    def add(self, record: Record) -> None:
        """Add a record whose id is not in the index."""
        with convert_engine_errors():
            self._writer.add_document(build_document(record))

    def remove(self, id: str) -> None:
        """Remove the record with this id, if there is one."""
        with convert_engine_errors():
            self._writer.delete_documents_by_term("id", id)

    def commit(self) -> None:
        """Make all changes visible at once."""
        with convert_engine_errors():
            self._writer.commit()

    def close(self) -> None:
        """Finish the merges in progress and release the folder."""
        with convert_engine_errors():
            self._writer.wait_merging_threads()


class convert_engine_errors:
    """A context manager that turns every error of the engine, including a panic, into BrokenIndex."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise BrokenIndex in place of any other error of the engine."""
        if error is None or isinstance(error, BrokenIndex):
            return
        name = type(error).__name__
        is_panic = name == "PanicException"  # Of pyo3; it is not a subclass of Exception.
        if is_panic or isinstance(error, Exception):
            raise BrokenIndex(f"{name}: {error}") from error


def match_everything() -> Query:
    """Match all documents."""
    return Query.all_query()


def match_any(queries: list[Query]) -> Query:
    """Match any of these queries."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def boost_query(query: Query, weight: float) -> Query:
    """Multiply the score of a query by `weight`."""
    return query if weight == 1.0 else Query.boost_query(query, weight)


def combine_queries(
    *, score: Query | None = None, all_of: Sequence[Query] = (), none_of: Sequence[Query] = ()
) -> Query:
    """Match all of `all_of` and none of `none_of`; only `score` contributes to the score.

    Without `all_of`, a document must match `score`.
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


def build_document(record: Record) -> tantivy.Document:
    """Build the engine's document of a record."""
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
    suggested = [dutch_texts[0], english_texts[0], *(names if record.kind in NAMED_KINDS else [])]
    document.add_text("names", " ".join(sorted({word for words in suggested for word in words})))
    document.add_bytes("card", dump_card(record).encode())
    return document


def _repeat_terms(analyser: Analyser, texts: Sequence[Sequence[str]], names: Sequence[Sequence[str]]) -> str:
    title, lead, body = texts
    terms = terms_of(analyser.analyse_words(title)) * TITLE_TIMES
    terms += terms_of(analyser.analyse_words([*chain.from_iterable(names), *lead])) * LEAD_TIMES
    terms += terms_of(analyser.analyse_words(body))
    return " ".join(terms)
