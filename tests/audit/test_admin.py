"""The page of the security log, and what is written when people sign in."""

import pytest
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.accounts.models import User
from stedennet.audit.kinds import EventKind
from stedennet.audit.models import SecurityEvent
from stedennet.core.access import SYSTEM

PASSWORD = "een-heel-lang-wachtwoord"
PAGE = "/beheer/beveiligingslog/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def person():
    return create_person(email="a@example.org", name="Ada", password=PASSWORD, by=SYSTEM)


@pytest.fixture
def administrator(client):
    found = User.objects.create_superuser("boss@example.org", name="Boss")
    client.force_login(found)
    return found


def kinds():
    return list(SecurityEvent.objects.latest_first().values_list("kind", flat=True))


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_signing_in_and_out_and_failing_to_are_written_down(client, person):
    sign_in(client, person.email, "wrong-password-entirely")
    sign_in(client, "nobody@example.org", PASSWORD)
    failed = SecurityEvent.objects.filter(kind=EventKind.SIGN_IN_FAILED)
    assert list(failed.values_list("about_key", flat=True)) == [str(person.pk), ""]
    assert all(event.address_mark and event.network == "127.0.0.0/24" for event in failed)
    sign_in(client, person.email, PASSWORD)
    client.post(reverse("account_logout"))
    assert kinds()[:2] == [EventKind.SIGNED_OUT, EventKind.SIGNED_IN]
    assert SecurityEvent.objects.latest_first().first().by_key == person.pk


def test_another_password_is_written_down(client, person):
    sign_in(client, person.email, PASSWORD)
    new = "nog-een-heel-lang-wachtwoord"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert kinds()[0] == EventKind.PASSWORD_CHANGED


def test_an_administrator_reads_names_and_filters(client, administrator, person):
    sign_in(type(client)(), person.email, "wrong-password-entirely")
    page = client.get(PAGE, {"wie": person.email}).content.decode()
    assert "inloggen mislukt" in page
    assert "Ada" in page
    assert "ingelogd</td>" not in page
    assert "inloggen mislukt</td>" not in client.get(PAGE, {"wat": "sign_in.ok"}).content.decode()
    assert "Er is niets" in client.get(PAGE, {"tot": "2001-01-01"}).content.decode()
    assert "zoals hij geschreven is" in client.get(PAGE, {"controleer": "1"}).content.decode()


def test_the_page_says_from_where_the_log_is_broken(client, administrator, monkeypatch):
    monkeypatch.setattr("stedennet.audit.models.SecurityEvent.said", lambda self: {"forged": True})
    answer = client.get(PAGE, {"controleer": "1"})
    assert "klopt niet vanaf regel 1" in answer.content.decode()


@pytest.mark.parametrize("roles", [{}, {"is_editor": True}, {"is_moderator": True}])
def test_nobody_else_reads_it(client, roles):
    client.force_login(User.objects.create_user("x@example.org", **roles))
    assert client.get(PAGE).status_code in (302, 403)
    assert client.post(PAGE).status_code in (302, 403, 405)


def test_downloading_a_report_of_wagtail_is_written_down(client, administrator):
    answer = client.get("/beheer/reports/site-history/", {"export": "csv"})
    assert "attachment" in answer["Content-Disposition"]
    event = SecurityEvent.objects.get(kind=EventKind.PERSONAL_DATA_EXPORTED)
    assert (event.by_key, event.data["what"]) == (administrator.pk, "/beheer/reports/site-history/")
