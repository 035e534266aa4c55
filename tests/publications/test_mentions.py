"""Organisations that the text of an article names are offered to the editor."""

import pytest

from stedennet.publications.flows import index_page
from stedennet.publications.models import ArticleOrganisation, ArticlePage
from tests.builders.articles import make_article, typed

pytestmark = pytest.mark.django_db


def add_url():
    return f"/beheer/pages/add/publications/articlepage/{index_page.ensure_index_page().pk}/"


def edit_url(page):
    return f"/beheer/pages/{page.pk}/edit/"


def draft_of(page):
    return page.get_latest_revision_as_object()


def test_names_in_the_text_are_offered_when_the_editor_saves(editor, eindhoven, utrecht):
    editor.post(add_url(), typed(text="Eindhoven en Utrecht gaan samen."))
    page = ArticlePage.objects.get()
    offered = draft_of(page).organisations.all()
    assert {one.organisation for one in offered} == {eindhoven, utrecht}
    assert {one.state for one in offered} == {"offered"}
    assert not page.live


def test_what_was_rejected_is_not_offered_again(editor, eindhoven):
    page = make_article(body=[("heading", "In Eindhoven")])
    page.organisations = [ArticleOrganisation(organisation=eindhoven, origin="found", state="rejected")]
    page.save_revision().publish()
    line = ArticleOrganisation.objects.get()
    rows = {
        "organisations-TOTAL_FORMS": "1",
        "organisations-INITIAL_FORMS": "1",
        "organisations-0-id": str(line.pk),
        "organisations-0-organisation": str(eindhoven.pk),
        "organisations-0-state": "rejected",
        "organisations-0-ORDER": "1",
        "organisations-0-DELETE": "",
    }
    editor.post(edit_url(page), typed(text="In Eindhoven", **rows))
    assert [one.state for one in draft_of(page).organisations.all()] == ["rejected"]
