"""An administrator keeps people and their roles at /beheer/; nobody else does."""

import pytest

from stedennet.accounts.flows import create_person, make_editor
from stedennet.accounts.models import User
from stedennet.core.access import SYSTEM

pytestmark = pytest.mark.django_db
PASSWORD = "een-lang-wachtwoord-1"
TYPED = {"email": "nieuw@example.org", "first_name": "Nieuw", "last_name": "Mens", "language": "nl"}


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def boss(db):
    return create_person(email="boss@example.org", name="Boss", password=PASSWORD, by=SYSTEM, is_superuser=True)


@pytest.fixture
def person(db):
    return create_person(email="iemand@example.org", name="Iemand", password=PASSWORD, by=SYSTEM)


def test_an_administrator_adds_somebody_who_can_sign_in_at_once(client, boss):
    client.force_login(boss)
    answer = client.post("/beheer/users/new/", {**TYPED, "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302, answer.context["form"].errors
    client.logout()
    answer = client.post("/account/inloggen/", {"login": "nieuw@example.org", "password": PASSWORD})
    assert answer["Location"] == "/account/"


def test_an_administrator_makes_somebody_editor_and_takes_it_away(client, boss, person):
    client.force_login(boss)
    typed = {**TYPED, "email": person.email, "is_active": "on"}
    for given in ({"is_editor": "on"}, {}):
        assert client.post(f"/beheer/users/edit/{person.pk}/", {**typed, **given}).status_code == 302
        person.refresh_from_db()
        assert person.is_editor == bool(given)
        assert person.groups.exists() == bool(given)


def test_an_address_that_is_taken_is_said_beside_the_field(client, boss, person):
    client.force_login(boss)
    typed = {**TYPED, "email": "IEMAND@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert "email" in client.post("/beheer/users/new/", typed).context["form"].errors


def test_an_editor_cannot_hand_out_roles(client, person, boss):
    client.force_login(make_editor(person, by=boss))
    client.post(f"/beheer/users/edit/{person.pk}/", {**TYPED, "email": person.email, "is_superuser": "on"})
    assert not User.objects.get(pk=person.pk).is_superuser
    assert client.get("/beheer/users/").status_code in (302, 403)
