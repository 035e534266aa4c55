"""The list of newsletters: it has no filters; one line adds one."""

import pytest

from stedennet.lists.facets import QueryFacet
from stedennet.lists.newsletters import NEWSLETTERS
from tests.builders.newsletters import sent

from .checks import assert_names_are_checked, assert_one_line_adds_a_filter, count_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def things(editor):
    """Two newsletters that were sent."""
    return [sent(editor, "Een bericht", subject=f"Nieuws van {month}") for month in ("mei", "juni")]


@pytest.mark.usefixtures("things")
def test_a_newsletter_stands_there_with_its_number_of_stories():
    rows = list(NEWSLETTERS.as_data(NEWSLETTERS.read({})))
    assert [(row["onderwerp"], row["berichten"]) for row in rows] == [("Nieuws van juni", 1), ("Nieuws van mei", 1)]


@pytest.mark.usefixtures("things")
def test_one_line_adds_a_filter():
    slug = QueryFacet("naam", "Naam", lambda letters, slug: letters.filter(slug=slug), count_values("slug"))
    assert_one_line_adds_a_filter(NEWSLETTERS, slug)


def test_a_name_that_the_list_does_not_have_is_an_error(things):
    assert_names_are_checked(NEWSLETTERS)
