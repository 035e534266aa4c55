"""Days as people write them."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.dates import PlanPrecision
from stedennet.core.day_texts import parse_day_text


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2027", (2027, 1, 1), "year"),
        ("2027-K3", (2027, 7, 1), "quarter"),
        ("Q3 2027", (2027, 7, 1), "quarter"),
        ("2027-09", (2027, 9, 1), "month"),
        ("september 2027", (2027, 9, 1), "month"),
        ("2027-9-5", (2027, 9, 5), "day"),
        ("25-9-2027", (2027, 9, 25), "day"),
        ("25.09.2027", (2027, 9, 25), "day"),
        ("25/9/2027", (2027, 9, 25), "day"),
        ("9/25/2027", (2027, 9, 25), "day"),
        ("4-3-2027", (2027, 3, 4), "day"),
        ("25 September 2027", (2027, 9, 25), "day"),
        ("25 sep. 2027", (2027, 9, 25), "day"),
        ("1 mrt 2027", (2027, 3, 1), "day"),
    ],
)
def test_a_day_is_read_in_dutch_and_in_english(text, day, precision):
    assert parse_day_text(text) == (dt.date(*day), precision)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("3/4/2027", "2027-04-03 zijn of 2027-03-04"),
        ("30-2-2027", "bestaat"),
        ("25-9-27", "geen dag"),
        ("morgen", "geen dag"),
        ("25 ooit 2027", "geen dag"),
        ("9999999", "geen dag"),
    ],
)
def test_what_is_no_day_or_two_days_is_refused(text, says):
    with pytest.raises(ValueError, match=says):
        parse_day_text(text)


@given(st.text(max_size=12) | st.from_regex(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", fullmatch=True))
def test_any_text_is_a_day_or_a_sentence(text):
    with contextlib.suppress(ValueError):
        day, precision = parse_day_text(text)
        assert (day is None) == (not text.strip())
        assert precision in PlanPrecision
