"""The list of challenges: what its filters count, and how one is added."""

import pytest

from stedennet.agenda.models import Action
from stedennet.initiatives.models import Initiative
from stedennet.lists.challenges import CHALLENGES
from stedennet.lists.facets import QueryFacet
from tests.builders.challenges import make_challenge

from .checks import (
    assert_counts_are_those_of_the_list,
    assert_names_are_checked,
    assert_one_line_adds_a_filter,
    count_options,
    count_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def challenges(things, mobility, eindhoven):
    """Two challenges more, of which one has an owner, a theme and what belongs to it."""
    links = (Action.objects.get(), Initiative.objects.get())
    make_challenge("groei", *links, themes=[mobility], owner=eindhoven, sdgs=[11, 1])
    make_challenge("stilte", title="Hoe wordt een stad stil?", sdgs=[11])


@pytest.mark.usefixtures("challenges")
def test_each_choice_counts_the_challenges_that_it_shows():
    assert_counts_are_those_of_the_list(CHALLENGES)
    assert count_options(CHALLENGES, "thema") == {"smart-mobility": 2}
    assert count_options(CHALLENGES, "sdg") == {"1": 1, "11": 2, "13": 1}
    assert count_options(CHALLENGES, "organisatie") == {"eindhoven": 2}


@pytest.mark.usefixtures("challenges")
def test_a_count_is_over_what_the_other_filters_leave():
    assert count_options(CHALLENGES, "sdg", thema="smart-mobility") == {"1": 1, "11": 1, "13": 1}


@pytest.mark.usefixtures("challenges")
def test_a_goal_that_nothing_names_is_named_when_it_was_chosen_and_no_number_finds_nothing():
    assert {option.label for option in CHALLENGES.options("sdg", {"sdg": "5"}) if not option.count} == {
        "5. Gelijkheid van vrouwen en mannen"
    }
    for value in ("0", "18", "x", "01", "1" * 20):
        assert not CHALLENGES.read({"sdg": value})


@pytest.mark.usefixtures("challenges")
def test_the_open_data_say_what_belongs_to_a_challenge_and_name_goals_by_their_uri():
    rows = {row["titel"]: row for row in CHALLENGES.as_data(CHALLENGES.read({}))}
    growth, silence = rows["Hoe vangen steden hun groei op?"], rows["Hoe wordt een stad stil?"]
    assert (growth["acties"], growth["initiatieven"], growth["oproepen"]) == (1, 1, 0)
    assert growth["doelen"] == "http://metadata.un.org/sdg/1 http://metadata.un.org/sdg/11"
    assert (silence["eigenaar"], silence["voorbeeld"]) == (None, False)


@pytest.mark.usefixtures("challenges")
def test_one_line_adds_a_filter():
    title = QueryFacet("titel", "Titel", lambda rows, title: rows.filter(title=title), count_values("title"))
    assert_one_line_adds_a_filter(CHALLENGES, title)


@pytest.mark.usefixtures("challenges")
def test_a_name_that_the_list_does_not_have_is_an_error():
    assert_names_are_checked(CHALLENGES)
