"""The list of indicators: what its filters count, and what its open data say."""

import pytest

from stedennet.agenda.flows.indicators import record_values
from stedennet.agenda.models import Action
from stedennet.core.access import SYSTEM
from stedennet.lists.facets import MOST_PLACES, QueryFacet
from stedennet.lists.indicators import INDICATORS
from stedennet.network.models import Organisation
from tests.builders.indicators import build_point, make_indicator, measure
from tests.builders.organisations import municipality

from .checks import (
    assert_counts_are_those_of_the_list,
    assert_names_are_checked,
    assert_one_line_adds_a_filter,
    count_options,
    count_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicators(things, mobility, eindhoven, utrecht):
    """Two indicators besides that of `things`: one with values of two years, one without."""
    points = make_indicator("punten", [mobility], Action.objects.all(), name="Punten")
    for year in (2023, 2024):
        measure(points, year, eindhoven, year)
    measure(points, 5, utrecht)
    measure(points, 9, area="nl")
    make_indicator("stil", name="Stilte", unit="decibel", direction="down")


@pytest.mark.usefixtures("indicators")
def test_each_choice_counts_the_indicators_that_it_shows():
    assert_counts_are_those_of_the_list(INDICATORS)
    assert count_options(INDICATORS, "eenheid") == {"aantal": 2, "decibel": 1}
    assert count_options(INDICATORS, "organisatie") == {"eindhoven": 2, "utrecht": 1}


@pytest.mark.usefixtures("indicators")
def test_the_open_data_say_how_much_was_measured_and_who_uses_it():
    row = next(row for row in INDICATORS.as_data(INDICATORS.read({})) if row["naam"] == "Punten")
    assert (row["waarden"], row["organisaties"], row["acties"], row["van_actie"]) == (4, 2, "SM-1", None)
    assert (row["eerste_meting"].year, row["laatste_meting"].year) == (2023, 2024)


@pytest.mark.usefixtures("things")
def test_of_many_organisations_only_the_chosen_one_is_an_option(eindhoven):
    many = Organisation.objects.bulk_create(
        municipality(f"GM{number}", f"Plaats-{number}") for number in range(7000, 7001 + MOST_PLACES)
    )
    record_values(make_indicator("veel"), [build_point(1, organisation) for organisation in many], by=SYSTEM)
    assert INDICATORS.options("organisatie", {}) == []
    assert [option.count for option in INDICATORS.options("organisatie", {"organisatie": "eindhoven"})] == [1]


@pytest.mark.usefixtures("indicators")
def test_one_line_adds_a_filter():
    name = QueryFacet("naam", "Naam", lambda rows, name: rows.filter(name=name), count_values("name"))
    assert_one_line_adds_a_filter(INDICATORS, name)


@pytest.mark.usefixtures("indicators")
def test_a_name_that_the_list_does_not_have_is_an_error():
    assert_names_are_checked(INDICATORS)
