"""Writing, reviewing, scheduling and publishing an article."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import localtime
from wagtail.models import Workflow

from stedennet.changes.models import Change
from stedennet.core.clock import now
from stedennet.publications.flows import index_page
from stedennet.publications.flows.articles import publish_scheduled_pages
from stedennet.publications.models import ArticlePage
from tests.builders.articles import make_article, typed

pytestmark = pytest.mark.django_db


def add_url():
    return f"/beheer/pages/add/publications/articlepage/{index_page.ensure_index_page().pk}/"


def edit_url(page):
    return f"/beheer/pages/{page.pk}/edit/"


def test_reading_time_is_stored_when_it_is_published():
    page = make_article(body=[("heading", "kop"), ("paragraph", "<p>" + "woord " * 300 + "</p>")])
    assert page.reading_minutes == 2


def test_publishing_changing_and_withdrawing_are_lines_in_the_log():
    page = make_article()
    page.save_revision().publish()
    page.unpublish()
    assert list(Change.objects.values_list("verb", flat=True)) == ["published", "changed", "withdrawn"]


def test_publishing_again_keeps_the_first_moment_and_the_date(monkeypatch):
    page = make_article()
    first, date = page.first_published_at, page.date
    monkeypatch.setattr("django.utils.timezone.now", lambda: first + dt.timedelta(days=1))
    page.save_revision().publish()
    page.unpublish()
    page.save_revision().publish()
    again = ArticlePage.objects.get()
    assert again.last_published_at > first
    assert (again.first_published_at, again.date) == (first, date)
    assert list(Change.objects.values_list("verb", flat=True)) == ["published", "changed", "withdrawn", "changed"]


def test_an_article_is_published_at_the_time_that_was_planned(editor, monkeypatch):
    later = now() + dt.timedelta(minutes=5)
    editor.post(add_url(), {**typed(), "go_live_at": f"{localtime(later):%Y-%m-%d %H:%M}", "action-publish": "1"})
    page = ArticlePage.objects.get()
    assert not page.live
    publish_scheduled_pages()
    assert not ArticlePage.objects.get().live
    monkeypatch.setattr("django.utils.timezone.now", lambda: later + dt.timedelta(minutes=1))
    publish_scheduled_pages()
    assert ArticlePage.objects.get().live


def test_an_article_can_be_sent_to_review_and_approved(editor):
    editor.post(add_url(), {**typed(), "action-submit": "1"})
    page = ArticlePage.objects.get()
    assert page.workflow_in_progress
    assert Workflow.objects.get() == page.get_workflow()
    task = page.current_workflow_task_state
    editor.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]))
    page.refresh_from_db()
    assert page.live


def test_two_versions_can_be_compared(editor):
    page = make_article()
    page.title = "Anders"
    first, second = page.latest_revision, page.save_revision()
    assert editor.get(f"/beheer/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/").status_code == 200


def test_the_preview_looks_like_the_page(editor, rf):
    page = make_article(title="Zo ziet het eruit")
    response = page.make_preview_request(rf.get("/"), page.preview_modes[0][0])
    assert "Zo ziet het eruit" in response.content.decode()


def test_an_old_address_leads_to_the_new_one(client, editor, django_capture_on_commit_callbacks):
    page = make_article()
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(edit_url(page), {**typed(slug="anders"), "action-publish": "1"})
    response = client.get("/artikelen/nieuws/")
    assert response.status_code == 301
    assert response["Location"].endswith("/artikelen/anders/")
