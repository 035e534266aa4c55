"""Who guesses or sends too often is stopped, over all processes, after a restart, and whatever headers say."""

import io
import json
import os
import shutil
import subprocess
import sys
import textwrap
from types import SimpleNamespace
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.config.wsgi import application
from stedennet.core.access import SYSTEM
from stedennet.limits import addresses
from stedennet.limits.rules import find_client_address
from stedennet.serving.environ import build_environ
from stedennet.site.public_forms import proof_of_work
from stedennet.site.public_forms.limits import MOST_WITHOUT_PROOF
from tests import prepared
from tests.site.test_proof_of_work import solved

PASSWORD = "een-heel-lang-wachtwoord"
ADA = "ada@example.org"
ENOUGH = 40
"""More attempts than any door allows."""
JOIN = "/themas/smart-mobility/meedoen/"


@pytest.fixture
def ada(db):
    return create_person(email=ADA, name="Ada", password=PASSWORD, by=SYSTEM)


@pytest.fixture
def ada_with_factors(ada):
    totp.TOTP.activate(ada, totp.generate_totp_secret())
    RecoveryCodes.activate(ada)
    return ada


def guess(client, **fields):
    return client.post(reverse("account_login"), {"login": ADA, "password": "fout-wachtwoord-dus"}, **fields)


def is_stopped(answer):
    page = answer.content.decode()
    return answer.status_code == 429 or "Te veel" in page or "Too many" in page


def guesses_until_stopped(attempt):
    """How many attempts a door answers before it stops answering."""
    return next((number for number in range(ENOUGH) if is_stopped(attempt(number))), None)


def test_a_thousand_invented_referers_free_nobody_from_a_limit(client, ada, wish, mobility, lead):
    for _ in range(6):
        guess(client)
    answer = solved()
    assert proof_of_work.is_proven(answer)
    for _ in range(MOST_WITHOUT_PROOF):
        client.post(JOIN, {**wish, "once": str(uuid4())})
    for number in range(400):
        headers = {"referer": f"https://www.site-{number}.nl/", "sec-fetch-dest": "iframe"}
        client.get("/insluiten/thema/smart-mobility/", headers=headers)
    assert is_stopped(guess(client))
    assert not proof_of_work.is_proven(answer)
    assert client.post(JOIN, {**wish, "once": str(uuid4())}).status_code == 429


def test_the_right_password_does_not_help_who_guessed_too_often(client, ada):
    for _ in range(6):
        guess(client)
    answer = client.post(reverse("account_login"), {"login": ADA, "password": PASSWORD})
    assert is_stopped(answer)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("variant", ["Www.Example.org", "WWW.EXAMPLE.ORG:{n}", "www.example.org:{n}"])
def test_another_spelling_of_the_host_gives_no_more_attempts(client, ada, settings, variant):
    settings.ALLOWED_HOSTS = ["www.example.org"]

    def attempt(number):
        address = f"198.51.100.{number}"
        return guess(client, headers={"host": variant.format(n=8000 + number)}, REMOTE_ADDR=address)

    assert guesses_until_stopped(attempt) == 5


@pytest.mark.parametrize("spelling", ["ADA@example.org", " ada@example.org", "Ada@Example.Org"])
def test_another_spelling_of_the_account_gives_no_more_attempts(client, ada, spelling):
    for number in range(5):
        guess(client, REMOTE_ADDR=f"198.51.100.{number}")
    answer = client.post(reverse("account_login"), {"login": spelling, "password": "fout-wachtwoord-dus"})
    assert is_stopped(answer)


def test_a_subscriber_with_a_64_of_ipv6_is_one_guesser(client, db):
    def attempt(number):
        fields = {"login": f"x{number}@example.org", "password": "fout-wachtwoord-dus"}
        return client.post(reverse("account_login"), fields, REMOTE_ADDR=f"2001:db8:1:2:{number:x}::1")

    assert guesses_until_stopped(attempt) == 10


def test_a_subscriber_with_a_64_of_ipv6_is_one_sender_of_forms(client, wish, lead):
    statuses = [
        client.post(
            JOIN,
            {**wish, "once": str(uuid4())},
            REMOTE_ADDR=f"2001:db8:1:2:{number:x}::1",
        ).status_code
        for number in range(MOST_WITHOUT_PROOF + 1)
    ]
    assert statuses == [302] * MOST_WITHOUT_PROOF + [429]


def _second_step(client):
    client.post(reverse("account_login"), {"login": ADA, "password": PASSWORD})


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    ("door", "fields", "is_in"),
    [
        ("account_login", {"login": ADA, "password": "fout-wachtwoord-dus"}, False),
        ("account_signup", {"email": "x", "password1": "y", "password2": "z"}, False),
        ("account_reset_password", {"email": ADA}, False),
        ("mfa_authenticate", {"code": "000000"}, False),
        ("mfa_authenticate", {"code": "ABCDEFGH"}, False),
        ("mfa_reauthenticate", {"code": "000000"}, True),
        ("account_reauthenticate", {"password": "fout-wachtwoord-dus"}, True),
        ("account_change_password", {"oldpassword": "fout", "password1": "y", "password2": "z"}, True),
        ("mfa_login_webauthn", {"credential": "{}"}, False),
    ],
)
def test_every_door_with_something_to_guess_stops_a_guesser(client, ada_with_factors, door, fields, is_in, language):
    if door == "account_reauthenticate":
        ada_with_factors.authenticator_set.all().delete()  # Who has a factor confirms with that; see decision 110.
    if is_in:
        client.force_login(ada_with_factors, "allauth.account.auth_backends.AuthenticationBackend")
    elif door == "mfa_authenticate":
        _second_step(client)
    url = language + reverse(door)
    stops = guesses_until_stopped(lambda number: client.post(url, fields))
    assert stops is not None


def test_guessing_a_code_again_from_the_password_gives_no_more_attempts(client, ada_with_factors):
    def attempt(number):
        _second_step(client)
        return client.post(
            reverse("mfa_authenticate"), {"code": f"{number:06}"}, REMOTE_ADDR=f"198.51.100.{number + 1}"
        )

    assert guesses_until_stopped(attempt) == 5


def test_a_code_of_the_app_counts_once(client, ada):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(ada, secret)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    device = Authenticator.objects.get(user=ada, type="totp").wrap()
    assert device.validate_code(code)
    assert not device.validate_code(code)


@pytest.mark.parametrize("proxies", [1, 2, 5])
@pytest.mark.parametrize("forwarded", ["", "203.0.113.9", "rommel", ",", "203.0.113.9, rommel, 198.51.100.1:80"])
def test_fewer_proxies_than_we_trust_is_no_error_of_ours(client, ada, settings, proxies, forwarded):
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert guess(client, headers=headers).status_code == 200
    for door, fields in (("account_signup", {"email": "x"}), ("account_reset_password", {"email": "x@example.org"})):
        assert client.post(reverse(door), fields, headers=headers).status_code in {200, 302}


def test_a_number_of_proxies_that_is_too_high_is_told_once(client, ada, settings, caplog):
    addresses._warn_of_few_proxies.cache_clear()
    settings.TRUSTED_PROXIES = 3
    for _ in range(2):
        guess(client, headers={"x-forwarded-for": "203.0.113.9"})
    said = [record.message for record in caplog.records if "STEDENNET_TRUSTED_PROXIES" in record.message]
    assert len(said) == 1


def test_fields_that_can_only_come_from_an_underscore_are_dropped(monkeypatch):
    seen = {}
    monkeypatch.setattr("stedennet.config.wsgi.django", lambda environ, start: seen.update(environ) or [])
    fields = {"HTTP_CONTENT_LENGTH": "9", "HTTP_CONTENT_TYPE": "text/html", "HTTP_HOST": "x", "CONTENT_LENGTH": "1"}
    application(fields, None)
    assert seen == {"HTTP_HOST": "x", "CONTENT_LENGTH": "1"}


@pytest.mark.parametrize("name", ["x_forwarded_for", "X_Forwarded_For", "x-forwarded_for", "x_forwarded-for"])
def test_a_name_with_an_underscore_does_not_pass_for_one_with_a_hyphen(name):
    headers = {"x-forwarded-for": "203.0.113.9", name: "198.51.100.66"}
    fields = {"method": "GET", "path": "/", "query_string": "", "http_version": "1.1", "scheme": "http"}
    scope = SimpleNamespace(server="127.0.0.1:8000", client="127.0.0.1:5000", headers=headers, **fields)
    environ = build_environ(scope, io.BytesIO(), 0)
    assert find_client_address(environ["REMOTE_ADDR"], environ["HTTP_X_FORWARDED_FOR"], 1) == "203.0.113.9"


@pytest.mark.parametrize(
    ("name", "value"),
    [("STEDENNET_TRUSTED_PROXIES", "6"), ("STEDENNET_TRUSTED_PROXIES", "-1"), ("STEDENNET_CACHE_URL", "memory")],
)
def test_a_setting_that_would_open_the_throttles_is_refused_at_start(name, value):
    code = "from stedennet.config import env"
    answer = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, name: value}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert name in answer.stderr
    assert "Traceback" not in answer.stderr


PROCESS = """
    import json, sys, django
    from stedennet.config import settings
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    from django.test import Client
    from stedennet.limits.flows import count_event, mark_used
    client = Client(raise_request_exception=False)
    path, fields, times = json.loads(sys.argv[1])
    pages = [client.post(path, fields) for _ in range(times)]
    stopped = [page.status_code == 429 or "Te veel" in page.content.decode() for page in pages]
    counted = [count_event("shared", within=3600) for _ in range(200)]
    print(json.dumps({"stopped": stopped, "counted": counted, "first": mark_used("proof", within=3600)}))
"""


@pytest.fixture(scope="module")
def other_process(tmp_path_factory):
    """Starts a process of its own on one database: what it guessed, counted and marked, when it is asked for."""
    var = tmp_path_factory.mktemp("shared")
    shutil.copyfile(prepared.file(), var / "stedennet.sqlite3")
    environment = {
        **os.environ,
        "STEDENNET_VAR_DIR": str(var),
        "STEDENNET_DATABASE_URL": "",
        "STEDENNET_ALLOWED_HOSTS": '["testserver"]',
        "DJANGO_SETTINGS_MODULE": "stedennet.config.settings",
    }

    def start(times, **settings):
        asked = json.dumps(["/account/inloggen/", {"login": ADA, "password": "fout-wachtwoord-dus"}, times])
        command = [sys.executable, "-c", textwrap.dedent(PROCESS), asked]
        return subprocess.Popen(command, env={**environment, **settings}, stdout=subprocess.PIPE, text=True)

    return start


def test_limits_hold_over_two_processes_at_once_and_after_a_restart(other_process):
    assert_limits_hold_over_processes_and_restarts(other_process)


def assert_limits_hold_over_processes_and_restarts(start, **settings):
    """Two processes at once and then a third, with these settings, count as one."""
    together = [start(4, **settings), start(4, **settings)]
    first, second = (json.loads(process.communicate(timeout=120)[0]) for process in together)
    assert (first["stopped"] + second["stopped"]).count(False) == 5
    assert sorted(first["counted"] + second["counted"]) == list(range(1, 401))
    assert {first["first"], second["first"]} == {True, False}
    restarted = json.loads(start(1, **settings).communicate(timeout=120)[0])
    assert restarted["stopped"] == [True]
    assert restarted["counted"][0] == 401
    assert restarted["first"] is False
