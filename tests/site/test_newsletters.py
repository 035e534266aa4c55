"""The public pages of newsletters that went out."""

import pytest

from tests.builders.newsletters import a_draft, sent
from tests.fixtures.newsletters import editor  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_what_went_out_is_a_page(client, editor):  # noqa: F811
    newsletter = sent(editor, "Lampen")
    for path in ("/nieuwsbrieven/", f"/nieuwsbrieven/{newsletter.slug}/", "/nieuwsbrieven/feed.atom"):
        page = client.get(path).content.decode()
        assert "Nieuws van november" in page, path
    assert "Lampen" in client.get(f"/nieuwsbrieven/{newsletter.slug}/").content.decode()
    assert "ada@example.org" not in page


def test_a_draft_is_not(client, editor):  # noqa: F811
    draft = a_draft(editor, "Lampen")
    assert client.get(f"/nieuwsbrieven/{draft.slug}/").status_code == 404
    for path in ("/nieuwsbrieven/", "/nieuwsbrieven/feed.atom", "/nieuwsbrieven/export.csv"):
        assert draft.subject not in client.get(path).content.decode()


def test_open_data_tell_the_same(client, editor):  # noqa: F811
    newsletter = sent(editor, "Lampen")
    (row,) = client.get("/nieuwsbrieven/export.json").json()["nieuwsbrieven"]
    assert (row["onderwerp"], row["berichten"]) == (newsletter.subject, 1)
    assert newsletter.slug in client.get("/nieuwsbrieven/export.csv").content.decode()


def test_english_readers_see_the_english_words(client, editor):  # noqa: F811
    newsletter = sent(editor, "Lampen")
    assert "Newsletter of" in client.get(f"/en/nieuwsbrieven/{newsletter.slug}/").content.decode()


def test_the_list_asks_as_few_questions_for_many(client, editor, django_assert_num_queries):  # noqa: F811
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            client.get("/nieuwsbrieven/")
        return len(asked)

    sent(editor, "Lampen", subject="Een")
    few = queries()
    for number in range(5):
        sent(editor, f"Bericht {number}", subject=f"Nummer {number}")
    assert queries() == few
