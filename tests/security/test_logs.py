"""No secret stands in a log: every secret link is tried with bad forms and worn out, and the log is read."""

import io
import logging
import re

import pytest
from django.conf import settings as live
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.core.signing import Signer
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from stedennet.core import periodic_jobs
from stedennet.core.redaction import SECRET_ROUTES, RedactingFormatter
from stedennet.outbox.flows import deliver_due_mail, queue_message
from stedennet.outbox.models import OutgoingMail
from stedennet.worker.loop import JobSchedule

SECRET_NAMES = {"token", "key", "secret", "uidb36"}
NO_SECRETS = {
    "account_home",
    "embed",
    "embed_code",
    "embed_events",
    "embed_code_events",
    "reaction_add",
    "share_picture",
}
"""Addresses whose key is public: the name of what they show."""


def routes(patterns=None, prefix=""):
    """Every pattern of an address of ours, with its name and the names of its parts."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if not path.startswith(("beheer/", "mail-melding/")):
                yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern.name, set(pattern.pattern.regex.groupindex)


def secret_routes():
    """The part before the secret, of every address with a secret in it."""
    return {
        re.split(r"[<(]", path.replace("^", "").removeprefix("en/"))[0].strip("/")
        for path, name, parts in routes()
        if parts & SECRET_NAMES and name not in NO_SECRETS
    }


@pytest.fixture
def log():
    """What our own handler writes from now on."""
    handler = next(one for one in logging.getLogger().handlers if isinstance(one.formatter, RedactingFormatter))
    written, before = io.StringIO(), handler.stream
    level = logging.getLogger().level
    # Not by setStream: it flushes the former one, which pytest may have closed.
    handler.stream = written
    logging.getLogger().setLevel("DEBUG")
    yield written
    handler.stream = before
    logging.getLogger().setLevel(level)


def test_every_address_with_a_secret_is_known_to_the_redaction():
    assert secret_routes() == set(SECRET_ROUTES)


def test_all_lines_go_through_the_redaction():
    for formatter in live.LOGGING["formatters"].values():
        assert formatter["()"] == "stedennet.core.redaction.RedactingFormatter"
    assert {one["formatter"] for one in live.LOGGING["handlers"].values()} <= set(live.LOGGING["formatters"])
    for name in ("django", "django.request", "django.security", "django.server"):
        logger = logging.getLogger(name)
        assert logger.handlers == []
        assert logger.propagate


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("route", SECRET_ROUTES)
def test_a_refused_form_on_a_secret_link_logs_no_link(db, log, route, language):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    secret = "12-" + Signer(salt="x").sign("abcdef").replace("abcdef", "0123456789ab")
    mangled = secret[:-2]
    for token in (secret, mangled, f"{secret})"):
        for path in (f"{language}/{route}/{token}/", f"{language}/{route}/{token}"):
            client.get(path)
            client.post(path, {"text": "x", "csrfmiddlewaretoken": "a" * 64})
            client.post(path, b"--x", content_type="multipart/form-data; boundary=x")
            client.put(path)
    assert log.getvalue().count("\n") >= 1
    assert mangled not in log.getvalue()
    assert "0123456789ab" not in log.getvalue()
    assert "a" * 64 not in log.getvalue()


def test_a_mail_server_that_refuses_logs_and_stores_no_address(db, log, monkeypatch, settings):
    def refuse(self, messages):
        raise OSError("550 <ada@example.org>: see https://x.example/bevestigen/geheim-van-ada/")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    queue_message(EmailMultiAlternatives("Hallo", "Tekst", to=["ada@example.org"]))
    deliver_due_mail()
    error = OutgoingMail.objects.get().last_error
    assert "550" in error
    for secret in ("ada@", "geheim-van-ada"):
        assert secret not in error
        assert secret not in log.getvalue()


def test_a_job_that_fails_logs_no_secret(db, log, monkeypatch):
    def fail():
        raise ValueError("ada@example.org /bevestigen/geheim-van-ada/ postgres://u:geheim@db/x")

    monkeypatch.setattr(
        periodic_jobs,
        "get_registered_jobs",
        lambda: [periodic_jobs.PeriodicJob("x", periodic_jobs.dt.timedelta(), fail)],
    )
    JobSchedule().once(0.0)
    assert "ValueError" in log.getvalue()
    assert "geheim" not in log.getvalue()
    assert "ada@" not in log.getvalue()
