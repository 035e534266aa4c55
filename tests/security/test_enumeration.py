"""Nobody learns from an answer, or from how much work it was, whether an address has an account.

The work that takes time is counted: runs of the password hash, and mails that are written.
"""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import reverse

from stedennet.outbox.models import OutgoingMail
from tests.security.signing_in import PASSWORD, make_person

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "reader@example.org", "nobody@example.org"


@pytest.fixture(autouse=True)
def reader():
    return make_person("reader")


@pytest.fixture
def hashes(monkeypatch):
    """How often a password was hashed."""
    runs = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *args, **more: runs.append(1) or encode(self, *args, **more)
    )
    return runs


def work(client, hashes, name, typed):
    """What came back for a form, and what was done for it."""
    hashes.clear()
    before = OutgoingMail.objects.count()
    answer = client.post(reverse(name), typed)
    client.logout()
    return answer.status_code, answer.get("Location"), len(hashes), OutgoingMail.objects.count() - before


@pytest.mark.parametrize(
    ("name", "typed", "hashed", "mailed"),
    [
        ("account_signup", {"email": "{}", "password1": PASSWORD, "password2": PASSWORD}, 1, 1),
        ("account_reset_password", {"email": "{}"}, 0, 1),
        ("account_login", {"login": "{}", "password": "niet-het-wachtwoord"}, 1, 0),
    ],
)
@pytest.mark.parametrize("spelling", [str, str.upper])
def test_a_known_and_an_unknown_address_are_the_same_work(client, hashes, name, typed, hashed, mailed, spelling):
    done = [
        work(client, hashes, name, {field: value.format(spelling(address)) for field, value in typed.items()})
        for address in (KNOWN, UNKNOWN)
    ]
    assert done[0] == done[1]
    assert done[0][2:] == (hashed, mailed)


def test_an_account_without_a_password_or_that_is_closed_is_the_same_work(client, hashes, reader):
    typed = {"login": KNOWN, "password": "niet-het-wachtwoord"}
    usual = work(client, hashes, "account_login", typed)
    for change in ({"is_active": False}, {"is_active": True, "password": "!"}):
        type(reader).objects.update(**change)
        assert work(client, hashes, "account_login", typed) == usual


def test_signing_up_again_before_the_address_was_confirmed_is_the_same_work(client, hashes):
    typed = {"email": UNKNOWN, "password1": PASSWORD, "password2": PASSWORD}
    first = work(client, hashes, "account_signup", typed)
    assert work(client, hashes, "account_signup", typed)[:3] == first[:3]
