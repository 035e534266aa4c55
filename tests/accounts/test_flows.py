"""Who may change people, as one table, and what each change records."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from stedennet.accounts import flows
from stedennet.accounts.models import Consent, User
from stedennet.accounts.role_grants import withdraw_role
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db

# For each flow: who may (True) and who may not. "self" is the person whom it is about.
TABLE = {
    "delete_account": {"superuser": True, "system": False, "editor": False, "moderator": False, "self": True},
}
ROWS = [(flow, who, may) for flow, line in TABLE.items() for who, may in {**line, "nobody": False}.items()]


@pytest.fixture
def person():
    return User.objects.create_user("inwoner@example.org", "een-lang-wachtwoord")


@pytest.fixture
def actors(person):
    return {
        "superuser": User.objects.create_superuser("baas@example.org"),
        "editor": User.objects.create_user("redactie@example.org", is_editor=True),
        "moderator": User.objects.create_user("moderatie@example.org", is_moderator=True),
        "system": SYSTEM,
        "self": person,
        "nobody": AnonymousUser(),
    }


@pytest.mark.parametrize(("flow", "who", "may"), ROWS)
def test_who_may_do_what(flow, who, may, person, actors):
    by = actors[who]
    assert getattr(flows, f"can_{flow}")(person, by) is may
    if may:
        getattr(flows, flow)(person, by=by)
    else:
        with pytest.raises(NotAllowed):
            getattr(flows, flow)(person, by=by)


@pytest.mark.parametrize(
    ("who", "perm", "may"),
    [
        ("superuser", "wagtailadmin.access_admin", True),
        ("editor", "wagtailadmin.access_admin", True),
        ("moderator", "wagtailadmin.access_admin", True),
        ("self", "wagtailadmin.access_admin", False),
        ("nobody", "wagtailadmin.access_admin", False),
        ("editor", "wagtailimages.add_image", True),
        ("editor", "wagtailredirects.add_redirect", True),
        ("moderator", "wagtailimages.add_image", False),
        ("editor", "accounts.change_user", False),
        ("superuser", "accounts.change_user", True),
    ],
)
def test_what_a_role_permits(who, perm, may, actors):
    assert actors[who].has_perm(perm) is may


def test_a_role_that_is_withdrawn_permits_nothing(person, actors):
    flows.make_editor(person, by=SYSTEM)
    assert person.groups.filter(name="Moderators").exists(), "Wagtail asks pages and images by group"
    withdraw_role(person, "editor", by=actors["superuser"])
    person = User.objects.get(pk=person.pk)
    assert not person.has_perm("wagtailadmin.access_admin")
    assert not person.groups.exists()


def test_somebody_inactive_has_no_role_permissions(actors):
    actors["editor"].is_active = False
    assert not actors["editor"].has_perm("wagtailadmin.access_admin")


def test_one_mailbox_is_one_person(person):
    assert User.objects.create_user(" Ander@Example.ORG ").email == "ander@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="INWONER@example.org")])


def test_an_account_made_for_somebody_can_sign_in_at_once(client):
    flows.create_person(email="Nieuw@example.org", name="Nieuw", password="een-lang-wachtwoord", by=SYSTEM)
    assert client.login(email="nieuw@example.org", password="een-lang-wachtwoord")
    with pytest.raises(Refused) as refusal:
        flows.create_person(email="nieuw@example.org", name="Weer", password=None, by=SYSTEM)
    assert refusal.value.field == "email"


def test_consent_outlives_the_person_without_the_address(person):
    Consent.objects.create(user=person, kind="nieuwsbrief", wording="Ja, stuur mij de nieuwsbrief.")
    hashed = flows.hash_email(person.email)
    flows.delete_account(person, by=person)
    consent = Consent.objects.get()
    assert (consent.user, consent.email_hash) == (None, hashed)
    assert not User.objects.filter(email="inwoner@example.org").exists()


def test_the_last_superuser_stays(actors):
    with pytest.raises(Refused):
        flows.delete_account(actors["superuser"], by=actors["superuser"])
