"""The list of articles: what its filters count, and how one is added."""

import pytest

from stedennet.lists.articles import ARTICLES
from stedennet.lists.facets import QueryFacet
from tests.builders.articles import make_article

from .checks import (
    assert_counts_are_those_of_the_list,
    assert_names_are_checked,
    assert_one_line_adds_a_filter,
    count_options,
    count_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(things):
    """Two articles more, of other years and without a theme."""
    return [make_article(f"artikel-{year}", date=f"{year}-05-01") for year in (2024, 2025)]


@pytest.mark.usefixtures("articles")
def test_each_choice_counts_the_articles_that_it_shows():
    assert_counts_are_those_of_the_list(ARTICLES)
    assert count_options(ARTICLES, "jaar") == {"2026": 1, "2025": 1, "2024": 1}
    assert count_options(ARTICLES, "thema") == {"smart-mobility": 1}


@pytest.mark.usefixtures("articles")
def test_a_count_is_over_what_the_other_filters_leave():
    assert count_options(ARTICLES, "jaar", thema="smart-mobility") == {"2026": 1}


@pytest.mark.usefixtures("articles")
def test_one_line_adds_a_filter():
    language = QueryFacet("taal", "Taal", lambda rows, code: rows.filter(language=code), count_values("language"))
    assert_one_line_adds_a_filter(ARTICLES, language)


def test_a_name_that_the_list_does_not_have_is_an_error(things):
    assert_names_are_checked(ARTICLES)
