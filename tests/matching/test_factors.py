"""Scores and likeness, as pure rules."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.matching.rules.alike import Profile, compared
from stedennet.matching.rules.factors import WEIGHTS, Factor, doing, fresh, kilometres, near, ranked, total

shares = st.dictionaries(st.sampled_from(list(Factor)), st.floats(0, 1))


def test_the_weights_are_one_together():
    assert math.isclose(sum(WEIGHTS.values()), 1.0)
    assert set(WEIGHTS) == set(Factor)


@given(shares, st.sets(st.sampled_from(list(Factor))))
def test_a_score_is_never_below_nothing_or_above_everything(factors, without):
    assert 0 <= total(factors, without=without) <= 1 + 1e-9


@given(shares, st.sampled_from(list(Factor)))
def test_more_of_a_reason_never_makes_somebody_fit_less(factors, factor):
    assert total({**factors, factor: 1.0}) >= total(factors)


@given(st.lists(st.tuples(st.floats(0.1, 100), st.sets(st.sampled_from("abc"), max_size=3)), max_size=20))
def test_who_did_most_has_one_and_the_others_less(hits):
    found = doing(sorted(hits, key=lambda hit: -hit[0]))
    assert all(0 <= share <= 1 for share in found.values())
    assert not found or max(found.values()) == 1


def test_a_second_thing_counts_half():
    assert doing([(10, {"a", "b"}), (10, {"a"})]) == {"a": 1.0, "b": 1 / 1.5}


def test_being_near_alone_is_no_reason():
    candidates = {"near": {Factor.NEAR: 1.0, Factor.FRESH: 1.0}, "did": {Factor.TEXT: 0.2}}
    assert [one.key for one in ranked(candidates)] == ["did"]
    assert ranked(candidates, without=[Factor.TEXT]) == []


def test_distance_over_the_ground():
    eindhoven, utrecht = (5.478, 51.441), (5.121, 52.091)
    assert kilometres(eindhoven, utrecht) == pytest.approx(76, abs=2)
    assert kilometres(eindhoven, eindhoven) == 0
    assert near(0) == 1 > near(40) > near(200)
    assert fresh(0) == 1 == fresh(-3) > fresh(400)


def test_a_small_group_makes_cities_more_alike_than_a_large_one():
    own = Profile(None, None, frozenset({"g5", "g40"}), frozenset())
    others = {f"g40-{n}": Profile(None, None, frozenset({"g40"}), frozenset()) for n in range(30)}
    others["g5"] = Profile(None, None, frozenset({"g5"}), frozenset())
    best = compared(own, others)
    assert best[0].key == "g5"
    assert best[0].groups == {"g5"}
