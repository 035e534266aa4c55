"""Values divided into classes for a map, and amounts for each thousand inhabitants."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.agenda.rules.indicators import (
    Population,
    compute_per_thousand,
    divide_values,
    find_class,
    find_population,
)

VALUES = st.lists(st.decimals(-1000, 1000, places=2), max_size=60)
POPULATIONS = st.lists(st.builds(Population, st.dates(dt.date(2000, 1, 1)), st.integers(0, 1_000_000)), max_size=8)


@given(VALUES)
def test_the_classes_hold_every_value_once_and_lie_in_order(values):
    classes = divide_values(values)
    assert sum(each.number for each in classes) == len(values)
    assert all(each.number for each in classes)
    assert len(classes) <= 5
    lows = [each.low for each in classes]
    assert lows == sorted(set(lows))
    for value in values:
        found = classes[find_class(value, lows)]
        assert found.low <= value <= found.high


@given(st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)), POPULATIONS)
def test_no_number_of_inhabitants_lies_nearer_than_the_one_that_is_used(on, known):
    near = [each for each in known if each.inhabitants and abs(each.on.year - on.year) <= 3]
    found = find_population(on, known)
    assert (found is None) == (not near)
    if found:
        distances = [abs(each.on.year - on.year) for each in near]
        assert abs(found.on.year - on.year) == min(distances)


@pytest.mark.parametrize(("value", "inhabitants", "result"), [(762, 158_000, "4.82"), (0, 10, "0.00"), (5, 1, "5000")])
def test_an_amount_is_divided_by_thousands_of_inhabitants(value, inhabitants, result):
    population = Population(dt.date(2023, 1, 1), inhabitants)
    assert compute_per_thousand(Decimal(value), population) == Decimal(result)
