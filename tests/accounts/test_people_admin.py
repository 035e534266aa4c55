"""Administrators manage people and their roles at /beheer/; nobody else can."""

import pytest
from django.contrib.auth.models import Group

from stedennet.accounts.flows import create_person, make_editor
from stedennet.accounts.models import User
from stedennet.audit.kinds import EventKind
from stedennet.audit.models import SecurityEvent
from stedennet.core.access import SYSTEM
from stedennet.outbox.models import OutgoingMail

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


def test_an_administrator_adds_somebody_who_chooses_a_password_by_mail(client, boss):
    client.force_login(boss)
    answer = client.post("/beheer/users/new/", {**TYPED, "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302, answer.context["form"].errors
    assert not User.objects.get(email="nieuw@example.org").check_password(PASSWORD), "nobody else knows it"
    assert "Wachtwoord vergeten" in OutgoingMail.objects.get(to="nieuw@example.org").text
    client.logout()
    client.post("/account/wachtwoord/vergeten/", {"email": "nieuw@example.org"})
    assert SecurityEvent.objects.filter(kind=EventKind.ACCOUNT_MADE, by_key=boss.pk).exists()


@pytest.mark.parametrize("given", [{"is_superuser": "on"}, {"is_editor": "on"}, {"is_moderator": "on"}])
def test_the_form_of_a_person_gives_no_rights(client, boss, person, given):
    client.force_login(boss)
    group = Group.objects.get(name="Moderators").pk
    typed = {**TYPED, "email": person.email, "is_active": "on", "groups": group, **given}
    assert client.post(f"/beheer/users/edit/{person.pk}/", typed).status_code == 302
    new = {**typed, "email": "nieuw@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/beheer/users/new/", new).status_code == 302
    for found in User.objects.exclude(pk=boss.pk):
        assert not any((found.is_superuser, found.is_editor, found.is_moderator, found.groups.exists()))


def test_an_administrator_cannot_take_over_the_account_of_somebody_else(client, boss, person):
    client.force_login(boss)
    typed = {**TYPED, "email": "van-mij@example.org", "is_active": "on", "password1": "x" * 20, "password2": "x" * 20}
    client.post(f"/beheer/users/edit/{person.pk}/", typed)
    person.refresh_from_db()
    assert person.email == "iemand@example.org"
    assert person.check_password(PASSWORD)


def test_several_people_are_not_put_in_a_group_at_once(client, boss, person):
    client.force_login(boss)
    group = Group.objects.get(name="Moderators").pk
    address = f"/beheer/bulk/accounts/user/assign_role/?id={person.pk}"
    assert client.post(address, {"role": group})["Location"] == "/beheer/rollen/"
    assert not person.groups.exists()


def test_an_address_that_is_taken_is_said_beside_the_field(client, boss, person):
    client.force_login(boss)
    typed = {**TYPED, "email": "IEMAND@example.org"}
    assert "email" in client.post("/beheer/users/new/", typed).context["form"].errors


def test_an_editor_cannot_hand_out_roles(client, person, boss):
    client.force_login(make_editor(person, by=SYSTEM))
    client.post(f"/beheer/users/edit/{person.pk}/", {**TYPED, "email": person.email, "is_superuser": "on"})
    assert not User.objects.get(pk=person.pk).is_superuser
    assert client.get("/beheer/users/").status_code in (302, 403)
