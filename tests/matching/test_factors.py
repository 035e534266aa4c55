"""The rules for scores, track records and likeness."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.matching.rules.cities import CityProfile, compare_sizes, rank_cities
from stedennet.matching.rules.factors import (
    EARTH_RADIUS,
    WEIGHTS,
    Factor,
    measure_kilometres,
    rank_candidates,
    score_cooperation,
    score_freshness,
    score_nearness,
    sum_factors,
)
from stedennet.matching.rules.filters import fits_region
from stedennet.matching.rules.track_records import (
    LEAST_NOTABLE,
    NEXT,
    Activity,
    build_track_records,
    count_joint_activities,
    score_owners,
)

shares = st.dictionaries(st.sampled_from(list(Factor)), st.floats(0, 1))


def test_the_weights_are_one_together():
    assert math.isclose(sum(WEIGHTS.values()), 1.0)
    assert set(WEIGHTS) == set(Factor)


@given(shares, st.sets(st.sampled_from(list(Factor))))
def test_a_score_is_never_below_nothing_or_above_everything(factors, without):
    assert 0 <= sum_factors(factors, without=without) <= 1 + 1e-9


@given(shares, st.sampled_from(list(Factor)))
def test_more_of_a_reason_never_makes_somebody_fit_less(factors, factor):
    assert sum_factors({**factors, factor: 1.0}) >= sum_factors(factors)


def test_a_factor_that_is_switched_off_counts_nowhere():
    candidates = {"a": {Factor.TEXT: 0.5, Factor.THEME: 1.0}, "b": {Factor.TEXT: 0.6}, "c": {Factor.THEME: 1.0}}
    with_all, without = rank_candidates(candidates), rank_candidates(candidates, without=[Factor.THEME])
    assert [candidate.key for candidate in with_all] == ["a", "b", "c"]
    assert [candidate.key for candidate in without] == ["b", "a"]
    assert [dict(candidate.factors) for candidate in without] == [{Factor.TEXT: 0.6}, {Factor.TEXT: 0.5}]
    assert sum_factors({Factor.TEXT: 0.5, Factor.THEME: 1.0}, without=[Factor.THEME]) == pytest.approx(0.3 / 0.88)


@given(st.lists(st.tuples(st.floats(0.001, 1), st.sets(st.sampled_from("abc"), max_size=3)), max_size=20))
def test_who_did_most_has_the_share_of_the_best_thing_and_the_others_less(hits):
    hits = sorted(hits, key=lambda hit: -hit[0])
    shares_by_owner = score_owners(hits)
    assert all(0 <= share <= 1 for share in shares_by_owner.values())
    assert not shares_by_owner or max(shares_by_owner.values()) == pytest.approx(hits[0][0])


def test_a_second_thing_counts_a_part():
    assert score_owners([(1.0, {"a", "b"}), (1.0, {"a"})]) == {"a": 1.0, "b": 1 / (1 + NEXT)}


activity_lists = st.lists(
    st.builds(
        Activity,
        share=st.floats(0.001, 1),
        owners=st.sets(st.sampled_from("abcd"), max_size=3),
        themes=st.sets(st.sampled_from(["licht", "lucht"])),
        day=st.sampled_from(["", "2020-01-01", "2026-03-01"]),
    ),
    max_size=15,
)


@given(activity_lists, st.sets(st.sampled_from(["licht", "lucht"])))
def test_what_is_added_up_for_somebody_stays_within_bounds(activities, themes):
    activities = sorted(activities, key=lambda activity: -activity.share)
    for key, record in build_track_records(activities, themes=themes).items():
        assert 0 <= record.themed <= 1 + 1e-9
        assert 0 <= record.text <= 1
        assert all(key in activity.owners for activity in record.notable)
        assert themes or not record.themed


def test_little_that_resembles_tells_nothing():
    far = build_track_records([Activity(1.0, {"best"}), Activity(0.1, {"far"})])["far"]
    assert far.text < 0.1
    assert far.notable == []


def test_work_on_the_wanted_theme_counts_by_its_part():
    activities = [Activity(1.0, {"a"}, {"licht"}), Activity(1.0, {"a"}, {"lucht"}), Activity(1.0, {"b"}, {"licht"})]
    records = build_track_records(activities, themes={"licht"})
    assert records["a"].themed == pytest.approx(records["a"].text / 2)
    assert records["b"].themed == records["b"].text


def test_how_often_somebody_worked_with_another():
    assert count_joint_activities([{"a", "b"}, {"a", "b", "c"}, {"b", "c"}], "a") == {"b": 2, "c": 1}
    assert [score_cooperation(times) for times in (0, 1, 2)] == [0, 0.5, 0.75]


@given(st.dictionaries(st.sampled_from("abc"), shares), st.sets(st.sampled_from(list(Factor))))
def test_a_factor_that_is_off_speaks_for_nobody(candidates, off):
    for candidate in rank_candidates(candidates, without=off):
        assert not set(candidate.contributing_factors()) & off
        assert 0 <= candidate.score <= 1 + 1e-9


def test_the_weightiest_reason_comes_first():
    candidate = rank_candidates({"a": {Factor.NEAR: 1.0, Factor.TEXT: 0.5, Factor.THEME: 0.3}})[0]
    assert candidate.contributing_factors() == [Factor.TEXT, Factor.NEAR, Factor.THEME]


@pytest.mark.parametrize(
    ("wanted", "key", "province", "worked_there", "fits"),
    [
        (None, "7", 1, False, True),
        (2, "7", 1, False, False),
        (2, "7", 2, False, True),
        (2, "7", 1, True, True),
        (2, "7", None, False, True),
        (2, "2", None, False, True),
    ],
)
def test_who_can_be_asked_for_a_province(wanted, key, province, worked_there, fits):
    assert fits_region(wanted, key, province, worked_there) is fits


def test_being_near_alone_is_no_reason():
    candidates = {"near": {Factor.NEAR: 1.0, Factor.FRESH: 1.0}, "did": {Factor.TEXT: 0.2}}
    assert [one.key for one in rank_candidates(candidates)] == ["did"]
    assert rank_candidates(candidates, without=[Factor.TEXT]) == []


def test_distance_over_the_ground():
    eindhoven, utrecht = (5.478, 51.441), (5.121, 52.091)
    assert measure_kilometres(eindhoven, utrecht) == pytest.approx(76, abs=2)
    assert measure_kilometres(eindhoven, eindhoven) == 0
    quarter = math.pi / 2 * EARTH_RADIUS
    assert measure_kilometres((0, 0), (90, 0)) == pytest.approx(quarter)
    assert measure_kilometres((0, 0), (0, 90)) == pytest.approx(quarter)
    assert score_nearness(0) == 1 > score_nearness(40) > score_nearness(200)
    assert score_freshness(0) == 1 == score_freshness(-3) > score_freshness(400)


def test_a_small_group_makes_cities_more_alike_than_a_large_one():
    own = CityProfile(None, None, frozenset({"g5", "g40"}), frozenset())
    others = {f"g40-{n}": CityProfile(None, None, frozenset({"g40"}), frozenset()) for n in range(30)}
    others["g5"] = CityProfile(None, None, frozenset({"g5"}), frozenset())
    best = rank_cities(own, others)
    assert best[0].key == "g5"
    assert best[0].groups == {"g5"}


def test_a_city_of_the_same_size_is_more_alike():
    own = CityProfile(None, None, frozenset(), frozenset(), 100_000)
    sizes = {"same": 95_000, "larger": 400_000, "unknown": None}
    best = rank_cities(
        own, {key: CityProfile(None, None, frozenset(), frozenset(), people) for key, people in sizes.items()}
    )
    assert [one.key for one in best] == ["same", "larger", "unknown"]
    assert [one.is_as_large for one in best] == [True, False, False]
    assert compare_sizes(None, 5) == compare_sizes(5, None) == 0


profiles = st.builds(
    CityProfile,
    st.one_of(st.none(), st.integers(1, 3)),
    st.one_of(st.none(), st.tuples(st.floats(3.3, 7.2), st.floats(50.7, 53.6))),
    st.frozensets(st.sampled_from(["g5", "g40"])),
    st.frozensets(st.sampled_from("abc")),
    st.one_of(st.none(), st.integers(1, 900_000)),
)


@given(profiles, st.dictionaries(st.sampled_from("xyz"), profiles, max_size=3))
def test_likeness_stays_within_bounds_and_nobody_is_lost(own, others):
    found = rank_cities(own, others)
    assert {one.key for one in found} == set(others)
    assert all(0 <= one.score <= 1 + 1e-9 for one in found)


def test_a_factor_that_is_left_out_counts_neither_for_nor_against():
    weakest, strongest = sorted(Factor, key=lambda factor: WEIGHTS[factor])[:: len(Factor) - 1]
    assert sum_factors({strongest: 1.0}, without=[strongest]) == 0
    assert sum_factors(dict.fromkeys(set(Factor) - {weakest}, 1.0), without=[weakest]) == pytest.approx(1)


def test_an_activity_with_the_least_share_is_notable():
    shares = (1.0, LEAST_NOTABLE, LEAST_NOTABLE - 0.01)
    activities = [Activity(share=share, owners={"a"}, themes=set(), day="") for share in shares]
    assert [activity.share for activity in build_track_records(activities)["a"].notable] == [1.0, LEAST_NOTABLE]
