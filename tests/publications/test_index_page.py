"""There is one index page above all articles, and the review workflow is in Dutch."""

import pytest
from wagtail.models import Task, Workflow

from stedennet.publications.flows import index_page
from stedennet.publications.models import ArticleIndexPage

pytestmark = pytest.mark.django_db


def test_it_is_made_once():
    ArticleIndexPage.objects.all().delete()
    first = index_page.ensure_index_page()
    assert first.slug == index_page.SLUG
    assert index_page.ensure_index_page() == first
    assert ArticleIndexPage.objects.count() == 1


def test_the_english_name_of_the_review_becomes_that_of_the_office():
    Workflow.objects.update(name="Moderators approval")
    Task.objects.update(name="Moderators approval")
    index_page.ensure_index_page_after_migrate()
    assert Workflow.objects.get().name == "een collega"
    assert Task.objects.get().name == "nakijken"
