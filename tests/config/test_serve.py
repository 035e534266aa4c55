"""`stedennet serve` refuses to start when it is not safe, and says how to mend it."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow
SAFE = {
    "STEDENNET_SECRET_KEY": "x" * 50,
    "STEDENNET_HTTPS": "0",
    "STEDENNET_SITE_URL": "https://www.stad.nl",
    "STEDENNET_ALLOWED_HOSTS": '["www.stad.nl"]',
    "STEDENNET_OFFICE_EMAIL": "bureau@stad.nl",
    "STEDENNET_FROM_EMAIL": "Stad <bericht@stad.nl>",
}


@pytest.fixture
def stedennet(tmp_path):
    """Runs the command in an environment that has only what is given, with data in an empty folder."""
    bare = {key: value for key, value in os.environ.items() if not key.startswith(("STEDENNET_", "DJANGO_"))}

    def run(*arguments, **settings):
        return subprocess.run(
            [sys.executable, "-m", "stedennet.cli", *arguments],
            env={**bare, "STEDENNET_VAR_DIR": str(tmp_path), **settings},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def test_without_a_secret_key(stedennet):
    answer = stedennet("serve")
    assert answer.returncode == 1
    assert "STEDENNET_SECRET_KEY is empty" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_with_debug_on(stedennet):
    answer = stedennet("serve", **SAFE, STEDENNET_DEBUG="1")
    assert answer.returncode == 1
    assert "STEDENNET_DEBUG is on" in answer.stderr


def test_as_a_demo(stedennet):
    answer = stedennet("serve", **SAFE, STEDENNET_DEMO="1")
    assert answer.returncode == 1
    assert "STEDENNET_DEMO is on" in answer.stderr


def test_with_migrations_that_were_not_applied(stedennet):
    answer = stedennet("serve", **SAFE)
    assert answer.returncode == 1
    assert "migrations are not applied" in answer.stderr
    assert "stedennet manage migrate" in answer.stderr


def test_with_a_database_that_does_not_answer(stedennet):
    answer = stedennet("serve", **SAFE, STEDENNET_DATABASE_URL="postgres://nobody@127.0.0.1:9/none")
    assert answer.returncode == 1
    assert "cannot reach the database" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_setting_that_makes_no_sense_is_named_in_one_line(stedennet):
    answer = stedennet("serve", **SAFE, STEDENNET_TRUSTED_PROXIES="many")
    assert answer.returncode == 1
    assert "STEDENNET_TRUSTED_PROXIES" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_list_that_is_no_list_is_named_in_one_line(stedennet):
    answer = stedennet("serve", **{**SAFE, "STEDENNET_ALLOWED_HOSTS": "www.stad.nl"})
    assert answer.returncode == 1
    assert "allowed_hosts" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "https://www.example.org"),
        ("SITE_URL", "https://stedennet.EXAMPLE/"),
        ("ALLOWED_HOSTS", '["www.stad.nl", "www.example.com"]'),
        ("OFFICE_EMAIL", "programmabureau@stedennet.example"),
        ("FROM_EMAIL", "Stedennet <noreply@mail.example.org>"),
        ("BOUNCE_EMAIL", "bounces@example.net"),
        ("EMAIL_URL", "smtp://user:password@mail.example.org:587"),
    ],
)
def test_with_an_address_out_of_a_manual(stedennet, name, value):
    answer = stedennet("serve", **{**SAFE, f"STEDENNET_{name}": value})
    assert answer.returncode == 1
    assert f"STEDENNET_{name} is " in answer.stderr
    assert "an example" in answer.stderr
    assert "password" not in answer.stderr


def test_names_that_only_look_like_an_example_are_ours_to_use(stedennet):
    answer = stedennet("serve", **{**SAFE, "STEDENNET_SITE_URL": "https://www.voorbeeld-example.nl"})
    assert "an example" not in answer.stderr


@pytest.mark.parametrize("command", ["demo", "serve", "work", "load", "manage"])
def test_the_help_names_every_command(stedennet, command):
    assert command in stedennet("--help").stdout
