"""Who represents the organiser sees and takes along who comes; nobody else."""

import pytest

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record
from stedennet.network.models import Representation
from tests.builders.events import make_event, register

pytestmark = pytest.mark.django_db
PAGE = "/account/evenementen/webinar/"


@pytest.fixture
def event(eindhoven):
    return make_event(capacity=1, organiser=eindhoven)


@pytest.fixture
def sign_in(client):
    def as_somebody(speaks_for=None, **roles):
        person = create_person(email="r@example.org", name="R", password=None, by=SYSTEM, **roles)
        if speaks_for:
            save_record(Representation(user=person, organisation=speaks_for), by=SYSTEM)
        client.force_login(person)
        return client

    return as_somebody


def test_who_speaks_for_the_organiser_sees_who_comes_and_who_waits(sign_in, event, eindhoven):
    for name in ("ada", "ben"):
        register(event, f"{name}@example.org")
    client = sign_in(eindhoven)
    assert PAGE in client.get("/account/").content.decode()
    page = client.get(PAGE).content.decode()
    assert page.index("ada@example.org") < page.index("heeft een plaats") < page.index("staat op de wachtlijst")


def test_the_file_has_nothing_that_a_spreadsheet_runs(sign_in, event, eindhoven):
    registration = register(event, "ada@example.org")
    registration.name = "Piet;=1+1"
    registration.save()
    answer = sign_in(eindhoven).get(f"{PAGE}lijst.csv")
    assert '"Piet;\'=1+1","ada@example.org"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("roles", [{}, {"is_moderator": True}])
def test_nobody_else_does(sign_in, event, utrecht, roles):
    client = sign_in(utrecht, **roles)
    assert PAGE not in client.get("/account/").content.decode()
    for path in (PAGE, f"{PAGE}lijst.csv"):
        assert client.get(path).status_code == 403


def test_who_is_not_signed_in_is_asked_to(client, event):
    assert client.get(PAGE).status_code == 302


def test_an_event_that_is_not_there_is_not_found(sign_in, eindhoven):
    assert sign_in(eindhoven).get("/account/evenementen/niets/").status_code == 404
