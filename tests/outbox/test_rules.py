"""When a failed mail is retried, and what a subject may contain."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.outbox.rules import compute_retry_delay, join_lines

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 1), (1, 1), (2, 4), (3, 16), (4, 64), (6, 1024), (7, 1440)])
def test_each_wait_is_four_times_as_long(attempts, minutes):
    assert compute_retry_delay(attempts) == minutes * MINUTE


@given(st.integers(-5, 32_767))
def test_a_wait_never_gets_shorter_and_stays_between_a_minute_and_a_day(attempts):
    assert MINUTE <= compute_retry_delay(attempts) <= compute_retry_delay(attempts + 1) <= DAY


@given(st.text(alphabet="ab \r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029\t") | st.text())
def test_one_line_is_one_line(text):
    assert len(join_lines(text).splitlines()) <= 1
    assert join_lines(join_lines(text)) == join_lines(text)


@given(st.text())
def test_one_line_loses_no_words(text):
    assert join_lines(text).split() == text.split()
