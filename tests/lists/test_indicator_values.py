"""The list of values of indicators: its filters, its orders and the number for each thousand inhabitants."""

import datetime as dt

import pytest

from stedennet.core.access import SYSTEM
from stedennet.lists.facets import QueryFacet
from stedennet.lists.indicator_values import INDICATOR_VALUES
from stedennet.network.flows.figures import record_figures
from stedennet.network.models import OrganisationFigure
from tests.builders.indicators import SOURCE, make_indicator, measure

from .checks import (
    assert_counts_are_those_of_the_list,
    assert_names_are_checked,
    assert_one_line_adds_a_filter,
    count_options,
    count_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def values(things, eindhoven, utrecht):
    """Values of two organisations and the country, of which one knows its inhabitants."""
    indicator = make_indicator("punten", name="Punten")
    for organisation, value, year in ((eindhoven, 480, 2024), (utrecht, 900, 2024), (eindhoven, 240, 2018)):
        measure(indicator, value, organisation, year)
    measure(indicator, 70_000, area="nl", note="voorlopig")
    record_figures(
        [
            OrganisationFigure(
                organisation=eindhoven,
                kind="population",
                value=240_000,
                on=dt.date(2023, 1, 1),
                publisher="CBS",
                source_url=SOURCE,
            )
        ],
        by=SYSTEM,
    )
    return indicator


@pytest.mark.usefixtures("values")
def test_each_choice_counts_the_values_that_it_shows():
    assert_counts_are_those_of_the_list(INDICATOR_VALUES)
    assert count_options(INDICATOR_VALUES, "jaar", indicator="punten") == {"2024": 3, "2018": 1}
    assert count_options(INDICATOR_VALUES, "organisatie", indicator="punten") == {"eindhoven": 2, "utrecht": 1}
    assert count_options(INDICATOR_VALUES, "provincie", indicator="punten") == {"noord-brabant": 2}


@pytest.mark.usefixtures("values")
def test_an_amount_is_given_for_each_thousand_inhabitants_of_a_year_that_is_near():
    rows = {
        (row["organisatie"] or row["gebied"], row["dag"]): row
        for row in INDICATOR_VALUES.as_data(INDICATOR_VALUES.read({"indicator": "punten"}))
    }
    near, far = rows["Eindhoven", "2024"], rows["Eindhoven", "2018"]
    assert (near["per_1000_inwoners"], near["inwoners"], near["inwoners_op"]) == (2.0, 240_000, "2023-01-01")
    assert (far["per_1000_inwoners"], far["inwoners"]) == (None, None)
    assert rows["Utrecht", "2024"]["per_1000_inwoners"] is None
    assert (rows["Nederland", "2024"]["code"], rows["Nederland", "2024"]["opmerking"]) == (None, "voorlopig")


def test_no_average_is_divided_by_inhabitants(values):
    type(values).objects.update(adds_up=False)
    rows = INDICATOR_VALUES.as_data(INDICATOR_VALUES.read({}))
    assert {row["per_1000_inwoners"] for row in rows} == {None}


def test_values_that_cannot_be_compared_are_not_ranked(values):
    def read(order):
        rows = INDICATOR_VALUES.read({"indicator": "punten", "jaar": "2024", "volgorde": order})
        return [point.place for point in rows if point.organisation]

    assert (read("hoog"), read("laag")) == (["Utrecht", "Eindhoven"], ["Eindhoven", "Utrecht"])
    type(values).objects.update(is_comparable=False)
    assert read("hoog") == read("laag") == ["Eindhoven", "Utrecht"]


@pytest.mark.usefixtures("values")
def test_one_line_adds_a_filter():
    measured_by = QueryFacet("wie", "Wie", lambda rows, name: rows.filter(publisher=name), count_values("publisher"))
    assert_one_line_adds_a_filter(INDICATOR_VALUES, measured_by)


@pytest.mark.usefixtures("values")
def test_a_name_that_the_list_does_not_have_is_an_error():
    assert_names_are_checked(INDICATOR_VALUES)
