"""The list of initiatives: what its filters count, and how one is added."""

import pytest

from stedennet.initiatives.models import Initiative
from stedennet.lists.facets import QueryFacet
from stedennet.lists.initiatives import INITIATIVES
from tests.builders.initiatives import make_initiative

from .checks import (
    assert_counts_are_those_of_the_list,
    assert_names_are_checked,
    assert_one_line_adds_a_filter,
    count_options,
    count_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiatives(things, mobility, utrecht):
    """Two initiatives more; one stands in another city, in use, without lessons, partners or a call."""
    elsewhere = make_initiative("Deelfietsen", theme=mobility, phase="in_use", begins_on="2024-01-01")
    facts = {"evidence": "Een telling.", "costs_in_words": "Een ton.", "licence": "EUPL", "contact_level": "role"}
    Initiative.objects.filter(pk=elsewhere.pk).update(contact_role="Adviseur", **facts)
    elsewhere.cities.add(utrecht)
    make_initiative("Sensoren", theme=mobility)


@pytest.mark.usefixtures("initiatives")
def test_each_choice_counts_the_initiatives_that_it_shows():
    assert_counts_are_those_of_the_list(INITIATIVES)
    assert count_options(INITIATIVES, "thema") == {"smart-mobility": 3}
    assert count_options(INITIATIVES, "stad") == {"eindhoven": 1, "utrecht": 1}
    assert count_options(INITIATIVES, "lessen") == {"ja": 1}
    assert count_options(INITIATIVES, "overnemen") == {"ja": 1}


@pytest.mark.usefixtures("initiatives")
def test_a_count_is_over_what_the_other_filters_leave():
    assert count_options(INITIATIVES, "fase", stad="utrecht") == {"in_use": 1}
    assert count_options(INITIATIVES, "jaar", fase="pilot") == {"2025": 1}


@pytest.mark.usefixtures("initiatives")
def test_one_line_adds_a_filter():
    title = QueryFacet("titel", "Titel", lambda rows, title: rows.filter(title=title), count_values("title"))
    assert_one_line_adds_a_filter(INITIATIVES, title)


def test_a_name_that_the_list_does_not_have_is_an_error(things):
    assert_names_are_checked(INITIATIVES)
