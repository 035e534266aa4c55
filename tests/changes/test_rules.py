"""What is news: a fact of long ago, or of an unknown day, is no news of today."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.changes.rules import NEWS_LASTS, NOW, UNKNOWN, date_fact, date_source, is_news

TODAY = dt.date(2026, 3, 2)
SOURCE = "https://example.org/bericht"


@pytest.mark.parametrize(("age", "expected"), [(-30, True), (0, True), (60, True), (61, False), (3000, False)])
def test_a_fact_is_news_for_sixty_days(age, expected):
    assert is_news(TODAY - dt.timedelta(days=age), today=TODAY) == expected


def test_a_fact_of_an_unknown_day_is_no_news():
    assert not is_news(None, today=TODAY)


def test_a_fact_without_a_day_is_of_now_unless_a_source_tells_it():
    assert date_fact(None, is_from_source=False) is NOW
    assert date_fact(None, is_from_source=True) is UNKNOWN
    assert date_fact(TODAY, is_from_source=True) == date_fact(TODAY, is_from_source=False) == TODAY


def test_a_record_that_is_told_here_is_of_now_however_long_ago_it_began():
    assert date_source(dt.date(2018, 1, 1), source_url="") is NOW


@given(st.lists(st.none() | st.dates()))
def test_a_record_from_a_source_is_of_its_newest_day(days):
    known = [day for day in days if day]
    assert date_source(*days, source_url=SOURCE) == (max(known) if known else UNKNOWN)


@given(st.dates(min_value=dt.date(2000, 1, 1)), st.dates(min_value=dt.date(2000, 1, 1)))
def test_what_was_news_once_stays_news_until_it_is_old(day, today):
    assert is_news(day, today=today) == (today - day <= NEWS_LASTS)
