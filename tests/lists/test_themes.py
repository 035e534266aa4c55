"""The list of themes: it has no filters; one line adds one."""

import pytest

from stedennet.lists.facets import QueryFacet
from stedennet.lists.themes import THEMES

from .checks import assert_names_are_checked, assert_one_line_adds_a_filter, count_values

pytestmark = pytest.mark.django_db


def test_a_theme_stands_there_with_its_lead(things, lead):
    row = next(iter(THEMES.as_data(THEMES.read({}))))
    assert (row["thema"], row["trekker"], row["organisaties"]) == ("Smart Mobility", "Eindhoven", 1)


def test_one_line_adds_a_filter(things):
    scheme = QueryFacet(
        "indeling", "Indeling", lambda themes, slug: themes.filter(scheme__slug=slug), count_values("scheme__slug")
    )
    assert_one_line_adds_a_filter(THEMES, scheme)


def test_a_name_that_the_list_does_not_have_is_an_error(things):
    assert_names_are_checked(THEMES)
