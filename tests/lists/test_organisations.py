"""The list of organisations: what its filters count, and how one is added."""

import pytest

from stedennet.core.access import SYSTEM
from stedennet.lists.facets import QueryFacet
from stedennet.lists.organisations import ORGANISATIONS
from stedennet.network.flows.records import save_record
from stedennet.network.models import ThemeRole

from .checks import (
    assert_counts_are_those_of_the_list,
    assert_names_are_checked,
    assert_one_line_adds_a_filter,
    count_options,
    count_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations(things, lead, mobility, utrecht):
    """Two cities with a role in a theme and a province; one city leads, the other takes part."""
    save_record(ThemeRole(theme=mobility, organisation=utrecht, role="participant", begins_on="2020-01-01"), by=SYSTEM)


@pytest.mark.usefixtures("organisations")
def test_each_choice_counts_the_organisations_that_it_shows():
    assert_counts_are_those_of_the_list(ORGANISATIONS)
    assert count_options(ORGANISATIONS, "soort") == {"municipality": 2, "province": 1}
    assert count_options(ORGANISATIONS, "provincie") == {"noord-brabant": 2}
    assert count_options(ORGANISATIONS, "groep") == {"g5": 1}


@pytest.mark.usefixtures("organisations")
def test_theme_and_role_are_counted_together():
    assert count_options(ORGANISATIONS, "thema") == {"smart-mobility": 2}
    assert count_options(ORGANISATIONS, "thema", rol="lead") == {"smart-mobility": 1}
    assert count_options(ORGANISATIONS, "rol", thema="smart-mobility") == {"lead": 1, "participant": 1}


@pytest.mark.usefixtures("organisations")
def test_one_line_adds_a_filter():
    code = QueryFacet("code", "Code", lambda rows, code: rows.filter(code=code), count_values("code"))
    assert_one_line_adds_a_filter(ORGANISATIONS, code)


def test_a_name_that_the_list_does_not_have_is_an_error(things):
    assert_names_are_checked(ORGANISATIONS)
