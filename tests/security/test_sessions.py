"""Sessions end when they are idle, and from elsewhere; each person sees the own ones."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from stedennet.accounts.models import SignedInSession
from stedennet.accounts.rules import describe_browser
from stedennet.core import clock
from tests.security.signing_in import make_person, open_session, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/account/sessies/"


@pytest.fixture
def reader():
    return make_person("reader")


@pytest.fixture
def later(monkeypatch):
    """Sets the clock a number of minutes ahead."""
    began = clock.now()

    def go(minutes):
        for room in ("accounts.sessions", "accounts.proofs"):
            monkeypatch.setattr(f"stedennet.{room}.now", lambda: began + dt.timedelta(minutes=minutes))

    return go


def is_in(client):
    return client.get("/account/").status_code == 200


def test_who_does_nothing_for_too_long_is_signed_out(client, reader, later, settings):
    settings.SESSION_IDLE_MINUTES = 30
    sign_in(client, reader)
    later(29)
    assert is_in(client)
    later(58)
    assert is_in(client), "it counts from the last request"
    later(89)
    assert not is_in(client)
    later(60)
    assert not is_in(client), "it is gone, not asleep"
    assert not SignedInSession.objects.exists()


def test_an_idle_session_does_not_come_into_the_admin_either(client, later, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    open_session(client, make_person("editor"), proved=True)
    assert client.get("/beheer/").status_code == 200
    later(settings.SESSION_IDLE_MINUTES + 1)
    assert "/account/inloggen/" in client.get("/beheer/", follow=True).redirect_chain[-1][0]


def test_somebody_sees_where_they_are_signed_in_and_signs_out_elsewhere(client, reader):
    there = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0")
    sign_in(client, reader)
    sign_in(there, reader)
    other = Client()
    sign_in(other, make_person("somebody"))
    page = client.get(PAGE).content.decode()
    assert "Firefox, Linux" in page
    assert page.count("deze sessie") == 1
    assert "1 andere sessie uitgelogd" in client.post(PAGE, follow=True).content.decode()
    assert is_in(client)
    assert is_in(other)
    assert not is_in(there)
    assert "Overal elders uitloggen" not in client.get(PAGE).content.decode()


def test_who_signed_out_is_not_in_the_list(client, reader):
    there = Client()
    sign_in(client, reader)
    sign_in(there, reader)
    there.post(reverse("account_logout"))
    assert "Overal elders uitloggen" not in client.get(PAGE).content.decode()


def test_another_password_ends_the_other_sessions(client, reader):
    there = Client()
    sign_in(there, reader)
    reader.set_password("een-ander-lang-wachtwoord")
    reader.save()
    assert not is_in(there)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/130.0 Safari/537.36", "Chrome, macOS"),
        ("curl/8.0", ""),
    ],
)
def test_a_browser_is_named_as_people_know_it(field, words):
    assert describe_browser(field) == words
