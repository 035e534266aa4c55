"""The list of calls: what is open, and what readers may filter and take along."""

import datetime as dt

import pytest

from stedennet.calls.models import Call
from stedennet.calls.rules.states import State, is_open
from stedennet.core.clock import now, today
from stedennet.lists.calls import CALLS
from stedennet.lists.facets import QueryFacet

from .checks import (
    assert_counts_are_those_of_the_list,
    assert_names_are_checked,
    assert_one_line_adds_a_filter,
    count_options,
    count_values,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def calls():
    """A call in each state, closing the day before today, today and the day after."""
    return [
        Call.objects.create(
            slug=f"{state}-{days}",
            kind="looking",
            title=f"{state} {days}",
            what_for="Stille plekken vinden.",
            work="Een kaart bouwen.",
            closes_on=today() + days * DAY,
            state=state,
            state_at=now(),
            state_words="Omdat.",
            published_at=now(),
        )
        for state in State
        for days in (-1, 0, 1)
    ]


def slugs(**chosen):
    return {call.slug for call in CALLS.read(chosen)}


def test_an_open_call_past_its_closing_day_is_closed_in_the_list(calls):
    assert slugs(stand="open") == {"published-0", "published-1"}
    assert slugs(stand="gesloten") == {"published--1", "closed--1", "closed-0", "closed-1"}


def test_the_numbers_behind_open_and_closed_are_those_of_the_list(calls):
    counts = {option.value: option.count for option in CALLS.options("stand", {})}
    assert counts == {"open": 2, "gesloten": 4}


def test_a_call_closes_after_its_last_day_in_the_database_as_in_the_rule(calls):
    opened = set(Call.objects.open(today()))
    assert opened == {call for call in calls if is_open(call.state, call.closes_on, day=today())}
    assert set(Call.objects.closed(today())) == set(calls) - opened
    assert opened == {call for call in calls if call.is_open_on(today())}


def test_the_page_says_of_an_overdue_call_that_it_is_closed(client, calls):
    page = client.get("/oproepen/?stand=gesloten").content.decode()
    assert "published -1" in page
    assert "published 0" not in page


@pytest.mark.usefixtures("things", "calls")
def test_each_choice_counts_the_calls_that_it_shows():
    assert_counts_are_those_of_the_list(CALLS)
    assert count_options(CALLS, "soort") == {"looking": 7}
    assert count_options(CALLS, "soort", provincie="noord-brabant") == {"looking": 1}


@pytest.mark.usefixtures("calls")
def test_one_line_adds_a_filter():
    closing = QueryFacet("sluit", "Sluit op", lambda rows, day: rows.filter(closes_on=day), count_values("closes_on"))
    assert_one_line_adds_a_filter(CALLS, closing)


@pytest.mark.usefixtures("calls")
def test_a_name_that_the_list_does_not_have_is_an_error():
    assert_names_are_checked(CALLS)
