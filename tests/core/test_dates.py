"""Days as a reader says them."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.dates import PlanPrecision, Precision, format_day, format_short_day, parse_short_day

DAY = dt.date(2018, 5, 1)


@pytest.mark.parametrize(
    ("language", "precision", "expected"),
    [
        ("nl", Precision.DAY, "1 mei 2018"),
        ("nl", Precision.MONTH, "mei 2018"),
        ("nl", Precision.YEAR, "2018"),
        ("en", Precision.DAY, "1 May 2018"),
        ("en", Precision.MONTH, "May 2018"),
        ("en", Precision.YEAR, "2018"),
    ],
)
def test_a_day_is_said_as_exactly_as_it_is_known(language, precision, expected):
    with translation.override(language):
        assert format_day(DAY, precision) == expected


def test_the_precision_may_be_the_text_from_the_database():
    assert format_day(DAY, "year") == "2018"


@pytest.mark.parametrize("precision", Precision.values)
def test_no_day_is_nothing(precision):
    assert format_day(None, precision) == ""


def test_the_year_is_known_without_a_separator_for_thousands(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    assert format_day(DAY, Precision.YEAR) == "2018"


@given(st.dates(), st.sampled_from(list(PlanPrecision)))
def test_what_is_written_short_is_read_as_the_same_period(day, precision):
    begin, known = parse_short_day(format_short_day(day, precision))
    assert known == precision
    assert begin <= day
    assert format_day(begin, known) == format_day(day, precision)


def test_nothing_is_written_as_nothing_and_read_as_nothing():
    assert format_short_day(None, "day") == ""
    assert parse_short_day("")[0] is None
