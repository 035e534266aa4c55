"""Guessing many passwords at once leaves processors for who reads: few are checked at a time, the rest must wait."""

import pytest
from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.urls import reverse

from stedennet.accounts import hashers
from stedennet.accounts.hashers import BoundedHasher
from stedennet.core.errors import Busy


@pytest.fixture(autouse=True)
def _the_real_hasher(settings):
    settings.PASSWORD_HASHERS = ["stedennet.accounts.hashers.BoundedHasher"]


@pytest.fixture
def guessers():
    """As many guesses are being checked, and wait for that, as may be."""
    inside = hashers.MAX_AT_ONCE + hashers.MAX_WAITING
    for _ in range(inside):
        assert hashers._admitted.acquire(blocking=False)
    yield
    for _ in range(inside):
        hashers._admitted.release()


def test_one_guess_more_is_refused_at_once(guessers):
    with pytest.raises(Busy):
        BoundedHasher().encode("guess", "salt")


@pytest.mark.django_db
def test_the_reader_who_signs_in_meanwhile_is_told_to_wait_and_types_only_the_password_again(client, guessers):
    client.raise_request_exception = False
    answer = client.post(reverse("account_login"), {"login": "jo@stad.nl", "password": "paard-fiets-boom"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    page = answer.content.decode()
    assert 'value="jo@stad.nl"' in page
    assert "paard-fiets-boom" not in page


def test_who_waits_too_long_is_refused_too(monkeypatch):
    monkeypatch.setattr(hashers, "WAIT_SECONDS", 0)
    with hashers._running, pytest.raises(Busy):
        BoundedHasher().encode("guess", "salt")


def test_a_password_of_before_is_still_known(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    before = make_password("paard-fiets-boom")
    settings.PASSWORD_HASHERS = ["stedennet.accounts.hashers.BoundedHasher"]
    assert check_password("paard-fiets-boom", before)
    assert not check_password("paard-fiets-bos", before)
    assert isinstance(get_hasher("default"), BoundedHasher)


def test_after_a_failure_there_is_room_again(monkeypatch):
    for _ in range(5):
        with pytest.raises(ValueError, match="salt"):
            BoundedHasher().encode("guess", "")
    assert BoundedHasher().encode("guess", "salt", 1).startswith("pbkdf2_sha256$1$salt$")


def test_the_site_checks_passwords_with_it():
    from stedennet.config import settings

    assert settings.PASSWORD_HASHERS[0] == "stedennet.accounts.hashers.BoundedHasher"
