"""What time it is, and what day in Amsterdam."""

import datetime as dt

import pytest

from stedennet.core.clock import now, today

from .clock import set_by_hand


def test_now_is_aware_and_in_utc():
    assert now().utcoffset() == dt.timedelta(0)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2026, 6, 30, 21, 59, tzinfo=dt.UTC), dt.date(2026, 6, 30)),
        (dt.datetime(2026, 6, 30, 22, 0, tzinfo=dt.UTC), dt.date(2026, 7, 1)),
        (dt.datetime(2026, 12, 31, 22, 59, tzinfo=dt.UTC), dt.date(2026, 12, 31)),
        (dt.datetime(2026, 12, 31, 23, 0, tzinfo=dt.UTC), dt.date(2027, 1, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_amsterdam(monkeypatch, moment, day):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    assert today() == day


def test_a_test_can_set_the_clock(monkeypatch):
    clock = set_by_hand(monkeypatch)
    before = now()
    clock.later(days=1)
    assert now() - before == dt.timedelta(days=1)
    assert today() == clock.moment.date()
