"""Two administrators grant a role; one can withdraw it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from stedennet.accounts.flows import create_person, make_editor
from stedennet.accounts.models import Role, RoleGrant, User
from stedennet.accounts.role_grants import ask_role, confirm_role, grant_role, refuse_role, withdraw_role
from stedennet.accounts.rules import may_grant_role
from stedennet.audit.kinds import EventKind
from stedennet.audit.models import SecurityEvent
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.outbox.models import OutgoingMail
from tests.sections.pressing import pressed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/beheer/rollen/"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def administrator(name):
    return User.objects.create_superuser(f"{name}@example.org", name=name)


@pytest.fixture
def ada():
    return administrator("ada")


@pytest.fixture
def ben():
    return administrator("ben")


@pytest.fixture
def person():
    return create_person(email="p@example.org", name="Per", password=None, by=SYSTEM)


def told(subject):
    return sorted(OutgoingMail.objects.filter(subject__startswith=subject).values_list("to", flat=True))


@pytest.mark.parametrize("role", Role.values)
def test_a_role_holds_when_a_second_administrator_confirms(ada, ben, person, role):
    grant = ask_role(person, role, by=ada)
    assert not getattr(User.objects.get(pk=person.pk), grant.flag)
    assert told("Gevraagd") == ["ben@example.org"]
    confirm_role(grant, by=ben)
    assert getattr(User.objects.get(pk=person.pk), grant.flag)
    assert told("Gegeven") == ["ada@example.org", "p@example.org"]
    event = SecurityEvent.objects.get(kind=EventKind.ROLE_GRANTED, by_key=ben.pk)
    assert event.data == {"role": role, "asked_by": ada.pk}


def test_nobody_gives_themselves_a_role(ada, ben):
    with pytest.raises(NotAllowed):
        ask_role(ada, Role.EDITOR, by=ada)
    with pytest.raises(NotAllowed):
        confirm_role(ask_role(ada, Role.EDITOR, by=ben), by=ada)
    assert not User.objects.get(pk=ada.pk).is_editor


@pytest.mark.parametrize("who", ["asker", "editor", "person", "nobody", "inactive"])
def test_others_do_not_confirm(ada, ben, person, who):
    grant = ask_role(person, Role.EDITOR, by=ada)
    inactive = administrator("gone")
    inactive.is_active = False
    inactive.save()
    others = {
        "asker": ada,
        "editor": make_editor(create_person(email="e@example.org", name="E", password=None, by=SYSTEM), by=SYSTEM),
        "person": person,
        "nobody": AnonymousUser(),
        "inactive": inactive,
    }
    with pytest.raises(NotAllowed):
        confirm_role(grant, by=others[who])


def test_what_was_asked_by_somebody_who_is_no_administrator_any_more_is_not_confirmed(ada, ben, person):
    administrator("third")
    grant = ask_role(person, Role.EDITOR, by=ada)
    withdraw_role(ada, Role.ADMINISTRATOR, by=ben)
    with pytest.raises(NotAllowed):
        confirm_role(grant, by=ben)


def test_what_was_refused_or_confirmed_is_not_judged_again(ada, ben, person):
    grant = ask_role(person, Role.EDITOR, by=ada)
    refuse_role(grant, by=ben)
    with pytest.raises(Refused):
        confirm_role(grant, by=ben)
    grant = ask_role(person, Role.EDITOR, by=ada)
    confirm_role(grant, by=ben)
    with pytest.raises(Refused):
        refuse_role(grant, by=ben)
    with pytest.raises(Refused):
        ask_role(person, Role.EDITOR, by=ada)


def test_one_administrator_takes_a_role_away_and_all_are_told(ada, ben, person):
    make_editor(person, by=SYSTEM)
    withdraw_role(person, Role.EDITOR, by=ada)
    assert not User.objects.get(pk=person.pk).is_editor
    assert told("Ingetrokken") == ["ben@example.org", "p@example.org"]
    confirm_role(ask_role(person, Role.EDITOR, by=ada), by=ben)


def test_the_last_administrator_stays(ada):
    with pytest.raises(Refused):
        withdraw_role(ada, Role.ADMINISTRATOR, by=ada)


def test_only_the_program_gives_a_role_alone_and_it_is_written_down(ada, person):
    with pytest.raises(NotAllowed):
        grant_role(person, Role.EDITOR, by=ada)
    with pytest.raises(NotAllowed):
        create_person(email="x@example.org", name="X", password=None, by=ada, is_superuser=True)
    make_editor(person, by=SYSTEM)
    assert RoleGrant.objects.get(user=person).by_system
    assert SecurityEvent.objects.filter(kind=EventKind.ROLE_GRANTED, by_system=True, data__role="editor").exists()


@pytest.mark.parametrize(
    "people",
    [
        {"asked_by": "ada", "confirmed_by": "ada"},
        {"asked_by": "ada"},
        {},
        {"asked_by": "person", "confirmed_by": "ada"},
        {"asked_by": "ada", "confirmed_by": "person"},
    ],
)
def test_the_database_refuses_a_grant_without_two_other_people(ada, person, people):
    who = {name: {"ada": ada, "person": person}[one] for name, one in people.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=person, role="editor", granted_at=now(), **who)


def test_the_rule():
    assert may_grant_role(1, 2, 3, {1, 2})
    for asked, confirmed, receives, administrators in (
        (1, 1, 3, {1}), (1, 2, 1, {1, 2}), (1, 2, 2, {1, 2}), (1, 2, 3, {1}), (None, 2, 3, {2}), (1, None, 3, {1}),
    ):  # fmt: skip
        assert not may_grant_role(asked, confirmed, receives, administrators)


def test_two_administrators_give_a_role_on_the_page(client, ada, ben, person):
    client.force_login(ada)
    assert client.post(PAGE, pressed("vraag", email="nobody@example.org", role="editor")).status_code == 422
    assert client.post(PAGE, pressed("vraag", email=person.email, role="editor")).status_code == 302
    grant = RoleGrant.objects.get(user=person)
    page = client.get(PAGE).content.decode()
    assert "Een andere beheerder moet dit bevestigen" in page
    assert client.post(f"{PAGE}{grant.pk}/", {"wat": "bevestig"}).status_code in (302, 403)
    assert not User.objects.get(pk=person.pk).is_editor
    client.force_login(ben)
    assert "Bevestig" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{grant.pk}/", {"wat": "bevestig"}).status_code == 302
    assert User.objects.get(pk=person.pk).is_editor
    assert "ada, ben" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}intrekken/", pressed(f"editor-{person.pk}"))
    assert not User.objects.get(pk=person.pk).is_editor


def test_an_editor_does_not_come_on_the_page(client, person):
    client.force_login(make_editor(person, by=SYSTEM))
    grant = RoleGrant.objects.get(user=person)
    for address in (PAGE, f"{PAGE}{grant.pk}/", f"{PAGE}intrekken/"):
        assert client.post(address, {"wat": "bevestig"}).status_code in (302, 403)
        assert client.get(address).status_code in (302, 403, 405)
