"""Editors manage events and see the attendees; others do not."""

import pytest

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.events.flows import index_page
from stedennet.events.models import EventPage
from tests.builders.events import register

pytestmark = pytest.mark.django_db
LIST = "/beheer/registration/"


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def as_somebody(client):
    def sign_in(**roles):
        client.force_login(create_person(email="r@example.org", name="R", password=None, by=SYSTEM, **roles))
        return client

    return sign_in


def test_an_editor_sees_who_comes(as_somebody, event, come):
    come("ada")
    page = as_somebody(is_editor=True).get(LIST).content.decode()
    assert "ada" in page
    assert "heeft een plaats" in page


def test_the_list_is_taken_along_without_anything_that_a_spreadsheet_runs(as_somebody, event):
    registration = register(event, "ada@example.org")
    registration.name = "=cmd|' /C calc'!A0"
    registration.save()
    answer = as_somebody(is_editor=True).get(f"/beheer/aanmeldingen/{event.pk}/lijst.csv")
    assert "'=cmd" in answer.content.decode()


@pytest.mark.parametrize("roles", [{}, {"is_moderator": True}])
def test_nobody_else_does(as_somebody, event, roles):
    client = as_somebody(**roles)
    for path in (LIST, f"/beheer/aanmeldingen/{event.pk}/lijst.csv"):
        assert client.get(path).status_code in (302, 403)


def test_nobody_changes_a_registration_by_hand(as_somebody, event, come):
    registration = come("ada")
    client = as_somebody(is_editor=True)
    for path in (f"{LIST}new/", f"{LIST}edit/{registration.pk}/", f"{LIST}delete/{registration.pk}/"):
        assert client.post(path, {"name": "Eve"}).status_code in (302, 403, 404)
    registration.refresh_from_db()
    assert registration.name == "ada"


def test_an_editor_makes_an_event(as_somebody, db):
    client = as_somebody(is_editor=True)
    url = f"/beheer/pages/add/events/eventpage/{index_page.ensure_index_page().pk}/"
    typed = {
        "title": "Themadag",
        "slug": "themadag",
        "kind": "themabijeenkomst",
        "summary": "Een dag over licht.",
        "starts_at": "2030-01-02 10:00",
        "ends_at": "2030-01-02 16:00",
        "time_known": "on",
        "description": "null",
        "language": "nl",
        "programme-TOTAL_FORMS": "0",
        "programme-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    wrong = client.post(url, {**typed, "ends_at": "2030-01-01 16:00"})
    assert "ends_at" in wrong.context["form"].errors
    client.post(url, typed)
    assert EventPage.objects.live().get(slug="themadag").sequence == 1
