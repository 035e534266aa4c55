"""Shared by the tests of accounts: Dutch as the language at the start, and the two steps of signing in."""

import pytest
from django.urls import reverse
from django.utils import translation

PASSWORD = "een-heel-lang-wachtwoord"


@pytest.fixture(autouse=True)
def dutch():
    """A request for an English page leaves English on in this thread; each test starts in Dutch again."""
    with translation.override("nl"):
        yield


@pytest.fixture(autouse=True)
def mails(monkeypatch):
    """The mails that would have become rows in the outbox."""
    posted = []
    monkeypatch.setattr("stedennet.accounts.adapter.queue_message", posted.append)
    return posted


@pytest.fixture
def sign_in(client):
    """Sign in with a password; with `sure`, also say once more who you are, as sensitive pages ask."""

    def steps(email, password=PASSWORD, *, sure=False):
        answer = client.post(reverse("account_login"), {"login": email, "password": password})
        if sure:
            client.post(reverse("account_reauthenticate"), {"password": password})
        return answer

    return steps
