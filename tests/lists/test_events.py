"""The list of events: what its filters count, and how one is added."""

import pytest

from stedennet.lists.events import EVENTS
from stedennet.lists.facets import QueryFacet
from tests.builders.events import make_event

from .checks import (
    assert_counts_are_those_of_the_list,
    assert_names_are_checked,
    assert_one_line_adds_a_filter,
    count_options,
    count_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(things):
    """An event more, of another kind, elsewhere."""
    return make_event("borrel", kind="bijeenkomst", place="Haven")


@pytest.mark.usefixtures("events")
def test_each_choice_counts_the_events_that_it_shows():
    assert_counts_are_those_of_the_list(EVENTS)
    assert count_options(EVENTS, "soort") == {"webinar": 1, "bijeenkomst": 1}
    assert count_options(EVENTS, "soort", thema="smart-mobility") == {"webinar": 1}


@pytest.mark.usefixtures("events")
def test_one_line_adds_a_filter():
    place = QueryFacet("plaats", "Plaats", lambda events, place: events.filter(place=place), count_values("place"))
    assert_one_line_adds_a_filter(EVENTS, place)


def test_a_name_that_the_list_does_not_have_is_an_error(things):
    assert_names_are_checked(EVENTS)
