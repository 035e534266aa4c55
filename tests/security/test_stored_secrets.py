"""What a thief of the database finds of second factors, and what a change of the key does."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from typer.testing import CliRunner

from stedennet import cli
from stedennet.accounts import encryption
from stedennet.accounts.factors import encrypt_factors
from tests.security.signing_in import code, give_app, make_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def person():
    return make_person("reader")


def test_no_seed_and_no_recovery_code_stands_in_the_database_as_it_is(person):
    secret = give_app(person)
    codes = RecoveryCodes.activate(person).get_unused_codes()
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(one in stored for one in codes)
    assert len(codes) == 10


def test_the_same_secret_looks_different_each_time():
    assert encryption.encrypt_secret("geheim") != encryption.encrypt_secret("geheim")
    assert encryption.decrypt_secret(encryption.encrypt_secret("geheim")) == "geheim"


def test_a_factor_from_before_there_was_encryption_still_works_and_can_be_rewritten(client, person):
    secret = generate_totp_secret()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": secret})
    assert sign_in(client, person, secret)["Location"] == "/account/"
    assert encrypt_factors() == (1, 0)
    assert secret not in json.dumps(Authenticator.objects.get().data)
    client.logout()
    assert sign_in(client, person, secret)["Location"] == "/account/"
    assert encrypt_factors() == (0, 0)


def test_a_new_key_reads_what_the_former_one_wrote_as_long_as_it_is_a_fallback(person, settings):
    secret = give_app(person)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "een-nieuwe-sleutel"
    assert TOTP(Authenticator.objects.get()).validate_code(code(secret))
    assert encrypt_factors() == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []
    assert TOTP(Authenticator.objects.get()).validate_code(code(secret))


def test_a_factor_that_no_key_opens_takes_no_code_at_all(person, settings):
    secret = give_app(person)
    RecoveryCodes.activate(person)
    settings.SECRET_KEY = "een-andere-sleutel"
    assert not TOTP(Authenticator.objects.get(type="totp")).validate_code(code(secret))
    assert not TOTP(Authenticator.objects.get(type="totp")).validate_code(code("A" * 32))
    assert not RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).validate_code("00000000")
    assert encrypt_factors() == (0, 2)


def test_the_command_says_how_many_it_encrypted_and_fails_over_what_it_cannot_read(person, settings):
    give_app(person)
    assert "0 factors" in CliRunner().invoke(cli.app, ["encrypt-factors"]).output
    settings.SECRET_KEY = "een-andere-sleutel"
    assert CliRunner().invoke(cli.app, ["encrypt-factors"]).exit_code == 1
