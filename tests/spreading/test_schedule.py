"""When a digest is due in Amsterdam, also around changes of daylight saving time."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.spreading.rules.choices import Rhythm
from stedennet.spreading.rules.schedule import AMSTERDAM, next_digest_after


def local(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("moment", "rhythm", "due"),
    [
        (local(2026, 3, 2, 6, 59), "dagelijks", local(2026, 3, 2, 7)),
        (local(2026, 3, 2, 7), "dagelijks", local(2026, 3, 3, 7)),
        (local(2026, 3, 28, 8), "dagelijks", local(2026, 3, 29, 7)),  # summer time begins that night
        (local(2026, 10, 24, 8), "dagelijks", local(2026, 10, 25, 7)),  # and ends that night
        (local(2026, 3, 2, 7), "wekelijks", local(2026, 3, 9, 7)),
        (local(2026, 3, 8, 23), "wekelijks", local(2026, 3, 9, 7)),
        (local(2026, 12, 1, 7), "maandelijks", local(2027, 1, 1, 7)),
        (local(2026, 3, 2, 7), "meteen", local(2026, 3, 2, 7, 1)),
    ],
)
def test_the_next_time(moment, rhythm, due):
    assert next_digest_after(moment, rhythm, hour=7) == due


MOMENTS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC))


@given(MOMENTS, st.sampled_from(Rhythm.values), st.integers(0, 23))
def test_it_is_always_later_and_at_the_hour(moment, rhythm, hour):
    due = next_digest_after(moment, rhythm, hour=hour)
    assert due > moment
    assert due - moment <= dt.timedelta(days=32)
    local_due = due.astimezone(AMSTERDAM)
    # The hour that is skipped in March shows as one hour later.
    assert rhythm == Rhythm.AT_ONCE or local_due.hour in (hour, hour + 1)


@given(MOMENTS, st.sampled_from(["dagelijks", "wekelijks", "maandelijks"]))
def test_no_day_is_skipped(moment, rhythm):
    due = next_digest_after(moment, rhythm, hour=7)
    assert next_digest_after(due - dt.timedelta(seconds=1), rhythm, hour=7) == due
