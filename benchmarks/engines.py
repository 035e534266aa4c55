"""Our search and other engines on the same documents: a question in, ids out, the best first."""

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence

import bm25s
import Stemmer

from benchmarks.sets import Document

MOST = 50
K1, B = 1.2, 0.75
WORD = re.compile(r"\w+")
Ranking = Callable[[str], list[str]]


def ours(documents: Sequence[Document]) -> Ranking:
    """The product's search, on an index built by its own flow. Needs `stage.set_up`."""
    from stedennet.search import index_store, retrieval, sources
    from stedennet.search.flows import index_updates
    from stedennet.search.records import Record
    from stedennet.search.rules import query_syntax

    def read(keys: Collection[str] | None) -> Iterator[Record]:
        for document in documents:
            if keys is None or document.id in keys:
                yield Record("document", document.id, document.id, document.title, body=document.text)

    sources.register_source("document", read)
    index_updates.rebuild_index()

    def ranking(question: str) -> list[str]:
        results = retrieval.find_results(
            index_store.open_reader(), query_syntax.parse_question(question), most=MOST, with_facets=False
        )
        return [id.partition(":")[2] for id in results.ids if id.startswith("document:")]

    return ranking


def bm25_plain(documents: Sequence[Document]) -> Ranking:
    """BM25 on plain words (bm25s)."""
    return _bm25(documents, _words)


def bm25_porter(documents: Sequence[Document]) -> Ranking:
    """BM25 on Porter's Dutch stems, without stop words."""
    from stedennet.search.rules.stop_words import DUTCH

    stemmer = Stemmer.Stemmer("dutch_porter")

    def terms(text: str) -> list[str]:
        return list(stemmer.stemWords([word for word in _words(text) if word not in DUTCH]))

    return _bm25(documents, terms)


def _bm25(documents: Sequence[Document], terms: Callable[[str], list[str]]) -> Ranking:
    engine = bm25s.BM25(k1=K1, b=B)
    engine.index([terms(document.whole) for document in documents], show_progress=False)
    ids = [document.id for document in documents]
    most = min(MOST, len(ids))

    def ranking(question: str) -> list[str]:
        places, scores = engine.retrieve([terms(question) or [""]], k=most, show_progress=False)
        return [ids[place] for place, score in zip(places[0], scores[0], strict=True) if score > 0]

    return ranking


def sqlite(documents: Sequence[Document]) -> Ranking:
    """SQLite's FTS5 with its own tokenizer and bm25()."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE found USING fts5(id UNINDEXED, text, tokenize='unicode61 remove_diacritics 2')"
    )
    rows = [(document.id, document.whole) for document in documents]
    connection.executemany("INSERT INTO found VALUES (?, ?)", rows)

    def ranking(question: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in dict.fromkeys(_words(question)))
        if not words:
            return []
        sql = "SELECT id FROM found WHERE found MATCH ? ORDER BY bm25(found) LIMIT ?"
        return [id for (id,) in connection.execute(sql, (words, MOST))]

    return ranking


def postgres(documents: Sequence[Document], url: str) -> Ranking:
    """PostgreSQL's `dutch` configuration with ts_rank, in a temporary table."""
    import psycopg

    connection = psycopg.connect(url, autocommit=True)
    connection.execute("CREATE TEMP TABLE found (id text, words tsvector)")
    rows = [(document.id, document.whole) for document in documents]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO found VALUES (%s, to_tsvector('dutch', %s))", rows)
    connection.execute("CREATE INDEX ON found USING gin (words)")
    sql = """
        SELECT id FROM found, to_tsquery('dutch', %s) AS asked WHERE words @@ asked
        ORDER BY ts_rank(words, asked, 1) DESC, id LIMIT %s
    """

    def ranking(question: str) -> list[str]:
        words = " | ".join(dict.fromkeys(_words(question)))
        return [id for (id,) in connection.execute(sql, (words, MOST))] if words else []

    return ranking


def wagtail(documents: Sequence[Document]) -> Ranking:
    """Wagtail's built-in search: the database backend, on articles whose text is a search field."""
    from stedennet.publications.models import ArticlePage

    slugs = lay_articles(documents)

    def ranking(question: str) -> list[str]:
        # Its SQLite backend fails on punctuation such as a dot, so it gets the words only. It has to match any of
        # them: the default is to match all, which finds less.
        pages = ArticlePage.objects.live().search(" ".join(_words(question)), operator="or")[:MOST]
        return [slugs[page.slug] for page in pages]

    return ranking


def lay_articles(documents: Sequence[Document]) -> dict[str, str]:
    """Store the documents as articles in Wagtail and its built-in index; return their ids by slug."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import transaction
    from wagtail.models import Locale, Page
    from wagtail.search import index
    from wagtail.search.backends import get_search_backend

    from stedennet.publications.flows import index_page
    from stedennet.publications.models import ArticlePage

    # As in Wagtail's manual, to search more than titles.
    ArticlePage.search_fields = [*Page.search_fields, index.SearchField("text")]
    parent = index_page.ensure_index_page()
    kind, locale = ContentType.objects.get_for_model(ArticlePage), Locale.get_default()
    pages = Page.objects.bulk_create(
        Page(
            path=Page._get_path(parent.path, parent.depth + 1, number),
            depth=parent.depth + 1,
            slug=f"d-{number}",
            url_path=f"{parent.url_path}d-{number}/",
            title=document.title or f"d-{number}",
            draft_title=document.title or f"d-{number}",
            content_type=kind,
            locale=locale,
            live=True,
        )
        for number, document in enumerate(documents, 1)
    )
    with transaction.atomic():
        for page, document in zip(pages, documents, strict=True):
            article = ArticlePage(page_ptr=page, body=[("heading", document.text)], date=dt.date(2026, 1, 1))
            article.save_base(raw=True)  # only the article's own row, without signals
    backend_index = get_search_backend().get_index_for_model(ArticlePage)
    backend_index.add_items(ArticlePage, list(ArticlePage.objects.all()))
    return {f"d-{number}": document.id for number, document in enumerate(documents, 1)}


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower())
