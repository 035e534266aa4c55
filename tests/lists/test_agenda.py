"""The list of actions of the agenda: what its filters count, and how one is added."""

import pytest

from stedennet.lists.agenda import ACTIONS, ActionFacet
from tests.builders.editions import adopt, make_edition

from .checks import (
    assert_counts_are_those_of_the_list,
    assert_names_are_checked,
    assert_one_line_adds_a_filter,
    count_options,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def actions(eindhoven):
    """An adopted edition with two actions, of which one has a year and a goal."""
    edition = make_edition(eindhoven, actions=2)
    edition.commitments.filter(action__code="SM-1").update(ends_on="2027-01-01", ends_precision="year", sdgs=[11])
    return adopt(edition)


@pytest.mark.usefixtures("actions")
def test_each_choice_counts_the_actions_that_it_shows():
    assert_counts_are_those_of_the_list(ACTIONS, without_options=("fase", "onderdeel_van"))
    assert count_options(ACTIONS, "organisatie") == {"eindhoven": 2}
    assert count_options(ACTIONS, "jaar") == {"2027": 1}
    assert count_options(ACTIONS, "sdg") == {"11": 1}
    assert count_options(ACTIONS, "organisatie", jaar="2027") == {"eindhoven": 1}


@pytest.mark.usefixtures("actions")
def test_one_line_adds_a_filter():
    assert_one_line_adds_a_filter(ACTIONS, ActionFacet("code", "Code", lambda action: {action.code: action.code}))


def test_a_name_that_the_list_does_not_have_is_an_error(things):
    assert_names_are_checked(ACTIONS)
