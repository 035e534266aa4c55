"""Questions and their results, on an index of a few items."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.search import retrieval
from stedennet.search.analysers import get_dutch_analyser
from stedennet.search.engine import IndexReader
from stedennet.search.records import Record, dump_card, fingerprint_of, load_card
from stedennet.search.rules import highlights, privacy, query_syntax
from stedennet.search.rules.plain_words import words_of

real_term, real_phrase = IndexReader.term, IndexReader.phrase
LIGHT = Record(
    "initiative", "1", "licht", "Slimme verlichting", lead="Lantaarns die meten", body="In de wijk Strijp.",
    themes=("smart-living",), cities=("eindhoven",), provinces=("noord-brabant",), day=dt.date(2020, 5, 1),
)  # fmt: skip
BIKES = Record(
    "call", "2", "fietsen", "Partner gezocht voor deelfietsen", body="Bij elk station een stalling.",
    themes=("smart-mobility",), cities=("utrecht",), provinces=("utrecht",), status="call.open",
    day=dt.date(2021, 6, 1),
)  # fmt: skip
ENGLISH = Record(
    "article", "3", "lights", "Street lights that listen", "Street lights that listen",
    body_en="Sensors in lampposts, tested by residents.", cities=("eindhoven",), day=dt.date(2022, 1, 1),
)  # fmt: skip


def ids(reader, question, **more):
    return retrieval.find_results(reader, query_syntax.parse_question(question), with_facets=False, **more).ids


@pytest.fixture
def reader(reader_of):
    return reader_of(LIGHT, BIKES, ENGLISH)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("verlichting", ["initiative:1"]),
        ("wijk strijp", ["initiative:1"]),
        ('"slimme verlichting"', ["initiative:1"]),
        ('"verlichting slimme"', []),
        ("partner -station", []),
        ("partner -wijk", ["call:2"]),
        ("verlichting stad:utrecht", []),
        ("stad:Utrecht", ["call:2"]),
        ("soort:call", ["call:2"]),
        ("provincie:brabant", ["initiative:1"]),
        ("jaar:2021", ["call:2"]),
        ("residents", ["article:3"]),
        ("-wijk", ["article:3", "call:2"]),
        ("", ["article:3", "call:2", "initiative:1"]),
    ],
)
def test_a_question_finds(reader, question, found):
    exact = retrieval.find_results(reader, query_syntax.parse_question(question), with_facets=False)
    assert sorted(exact.ids[: exact.exact]) == sorted(found)


def test_facets_count_what_every_choice_would_give(reader):
    results = retrieval.find_results(reader, query_syntax.parse_question(""), chosen={"city": ["eindhoven"]})
    assert results.exact == 2
    assert results.facets["city"] == {"eindhoven": 2, "utrecht": 1}
    assert results.facets["kind"] == {"initiative": 1, "article": 1}
    for kind, count in results.facets["kind"].items():
        chosen = {"city": ["eindhoven"], "kind": [kind]}
        assert retrieval.find_results(reader, query_syntax.parse_question(""), chosen=chosen).exact == count


def test_the_newest_come_first_when_asked(reader):
    assert ids(reader, "", newest_first=True) == ["article:3", "call:2", "initiative:1"]


def test_words_that_mean_the_same_find_each_other(reader):
    same = {("straatlicht",): [("slimme", "verlichting")]}
    assert retrieval.find_results(reader, query_syntax.parse_question("straatlicht")).exact == 0
    assert (
        retrieval.find_results(reader, query_syntax.parse_question("straatlicht"), synonyms=same).cards[0].key == "1"
    )
    assert retrieval.find_results(reader, query_syntax.parse_question("straatlicht"), synonyms=same).exact == 1


def test_two_words_may_be_said_in_one(reader_of):
    reader = reader_of("Straatverlichting vervangen", "Een openbare bijeenkomst", "Iets anders")
    same = {tuple(map(get_dutch_analyser().stem_of, ("openbare", "verlichting"))): [("straatverlichting",)]}
    results = retrieval.find_results(reader, query_syntax.parse_question("openbare verlichting"), synonyms=same)
    assert (results.exact, results.cards[0].key) == (1, "0")


def test_news_of_today_comes_before_the_same_news_of_years_ago(reader_of):
    old = Record("article", "1", "1", "Nieuws over sensoren", day=dt.date(2015, 1, 1))
    new = Record("article", "2", "2", "Nieuws over sensoren", day=dt.date(2026, 1, 1))
    reader = reader_of(old, new)
    assert ids(reader, "sensoren", today=dt.date(2026, 1, 2).toordinal()) == ["article:2", "article:1"]


def test_the_title_counts_more_than_the_text(reader_of):
    inside = Record("initiative", "1", "1", "Iets anders", body="Over sensoren en nog veel meer dingen in de stad.")
    named = Record("initiative", "2", "2", "Sensoren", body="En nog veel meer dingen in de stad, overal en altijd.")
    assert ids(reader_of(inside, named), "sensoren") == ["initiative:2", "initiative:1"]


def test_pages_follow_each_other_without_gaps(reader_of):
    reader = reader_of(*(f"Sensoren in buurt {number}" for number in range(30)))
    pages = [ids(reader, "sensoren", skip=skip, most=7) for skip in range(0, 35, 7)]
    assert len({one for page in pages for one in page}) == 30 == sum(map(len, pages))


def test_names_are_suggested_while_somebody_types(reader_of):
    city = Record("organisation", "1", "eindhoven", "Eindhoven", names=("GM0772",))
    told = Record("article", "2", "a", "Eindhoven plant licht")
    other = Record("initiative", "3", "b", "Iets", body="Eindhoven")
    reader = reader_of(told, city, other)
    assert [card.key for card in retrieval.suggest_cards(reader, "eind")] == ["1", "2"]
    assert [card.key for card in retrieval.suggest_cards(reader, "eindhoven pl")] == ["2"]
    assert retrieval.suggest_cards(reader, "e") == []
    assert retrieval.suggest_cards(reader, "\u202e\u200b") == []


HOSTILE = [
    "a" * 100_000,
    "woord " * 20_000,
    "-" * 5_000,
    '"' * 5_000,
    ": : : AND OR NOT + - ( ) [ ] { } ^ ~ * ? \\ /",
    "*" * 100,
    "\u202eabc\u2066\u200b\u200f",
    "stad:" * 2_000,
    "thema:*",
    "'; DROP TABLE",
    "\x00\ufffe",
    "#^lad _ = a_b",
    "م" * 500,
    "🚲" * 500,
]


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_a_strange_question_is_answered(reader, question):
    retrieval.find_results(reader, query_syntax.parse_question(question))
    retrieval.suggest_correction(reader, query_syntax.parse_question(question))
    retrieval.suggest_cards(reader, question)


MOST_QUERIES = 1_500
"""The most engine queries for any question: 192 terms in two languages, the fields, the words, the phrases."""


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_a_strange_question_costs_a_bounded_number_of_queries(reader, question, monkeypatch):
    made = []
    monkeypatch.setattr(IndexReader, "term", lambda self, *args: made.append(args) or real_term(self, *args))
    monkeypatch.setattr(IndexReader, "phrase", lambda self, *args: made.append(args) or real_phrase(self, *args))
    retrieval.find_results(reader, query_syntax.parse_question(question))
    retrieval.suggest_correction(reader, query_syntax.parse_question(question))
    retrieval.suggest_cards(reader, question)
    assert len(made) <= MOST_QUERIES


def test_only_the_begin_of_an_endless_question_is_read():
    endless = " ".join(f"woord{number}" for number in range(20_000))
    assert query_syntax.parse_question(endless) == query_syntax.parse_question(endless[: query_syntax.LONGEST])
    assert len(query_syntax.parse_question('"a b" ' * 9_000).phrases) <= query_syntax.MOST_PHRASES
    assert len(query_syntax.parse_question("-a " * 9_000).without) <= query_syntax.MOST_WITHOUT
    assert len(query_syntax.parse_question("stad:a " * 9_000).fields) <= 10


@given(st.text(max_size=300) | st.text(alphabet='ab :-"“”*stad\u200b\u202e', max_size=60))
def test_a_question_invents_no_words(text):
    question = query_syntax.parse_question(text)
    said = [question.text, *(" ".join(words) for words in (*question.phrases, *question.without))]
    said += [value.replace("-", " ") for _, value in question.fields]
    typed = re.sub('[:"“”„]', " ", text)
    assert {word for part in said for word in words_of(part)} <= {*words_of(text), *words_of(typed)}
    assert all(words for words in (*question.phrases, *question.without))
    assert bool(question) == bool(question.text or question.phrases or question.without or question.fields)
    retrieval.find_question_forms(question)


PLAIN = st.text(alphabet="abcdefghiklmnoprstuw", min_size=2, max_size=9).filter(
    lambda word: word not in query_syntax.FIELDS
)
FIELD = st.tuples(st.sampled_from(["stad", "thema", "soort", "jaar"]), PLAIN)


@given(
    st.lists(PLAIN, max_size=5),
    st.lists(st.lists(PLAIN, min_size=1, max_size=3), max_size=query_syntax.MOST_PHRASES),
    st.lists(PLAIN, max_size=5),
    st.lists(FIELD, max_size=3),
    st.randoms(use_true_random=False),
)
def test_what_was_put_into_a_question_comes_out_in_any_order(words, phrases, without, fields, chance):
    pieces = [*words, *(f'"{" ".join(phrase)}"' for phrase in phrases), *(f"-{word}" for word in without)]
    pieces += [f"{name}:{value}" for name, value in fields]
    chance.shuffle(pieces)
    question = query_syntax.parse_question(" ".join(pieces))
    assert sorted(question.text.split()) == sorted(words)
    assert sorted(question.phrases) == sorted(map(tuple, phrases))
    assert sorted(question.without) == sorted((word,) for word in without)
    assert sorted(question.fields) == sorted((query_syntax.FIELDS[name], value) for name, value in fields)


@given(st.text(max_size=600), st.sets(st.text(max_size=8)))
def test_marking_loses_and_adds_no_letter(text, wanted):
    pieces = highlights.mark_words(text, lambda word: (word,), wanted)
    assert "".join(piece.text for piece in pieces) == text
    part = "".join(piece.text for piece in highlights.build_excerpt(text, lambda word: (word,), wanted))
    assert part.removeprefix("… ").removesuffix(" …") in " ".join(text.split())


def test_the_excerpt_shows_where_the_words_stand():
    text = "Niets. " * 100 + "Hier staat de lantaarn bij het water. " + "Niets. " * 100
    pieces = highlights.build_excerpt(text, lambda word: (word,), {"lantaarn", "water"})
    assert [piece.text for piece in pieces if piece.marked] == ["lantaarn", "water"]
    assert len("".join(piece.text for piece in pieces)) < 250


@pytest.mark.parametrize(
    "asked",
    [
        "jo@example.org",
        "06-12345678",
        "1234 AB",
        "123456782",
        "mijn uitkering",
        "mevrouw Jansen",
        "1-2-1980",
        "a " * 90,
    ],
)
def test_what_looks_personal_is_not_kept(asked):
    assert not privacy.may_keep_question(asked)


@pytest.mark.parametrize("asked", ["slimme verlichting", "co2", "5g utrecht", "agenda 2030"])
def test_what_says_nothing_of_a_person_may_be_kept(asked):
    assert privacy.may_keep_question(asked)


def test_a_card_comes_back_as_it_was_written():
    card = load_card(dump_card(LIGHT))
    assert (card.title, card.cities, card.day) == ("Slimme verlichting", ("eindhoven",), "2020-05-01")
    assert fingerprint_of(LIGHT) == fingerprint_of(LIGHT) != fingerprint_of(BIKES)
