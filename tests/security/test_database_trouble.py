"""A database that is busy, full or restarting is a moment's wait for a reader, and loses nothing of what was typed."""

import html
import logging
import re
import sqlite3
from contextlib import closing
from uuid import uuid4

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import TooManyFieldsSent
from django.db import DataError, OperationalError, connection, connections

from stedennet.core.errors import Busy
from stedennet.core.transient_errors import OneLineFilter, is_transient
from stedennet.intake.models import Submission

WORDS = 'Wij delen "fietsen" <b>&\nin de wijk, al jaren.'


@pytest.fixture
def reader(client):
    """A browser: it gets an answer where a test would get the error."""
    client.raise_request_exception = False
    return client


@pytest.fixture
def typed(mobility, eindhoven):
    return {
        "title": "Deelfietsen",
        "city": "Eindhoven",
        "theme": "smart-mobility",
        "summary": WORDS,
        "email": "jo@stad.nl",
        "part": "works",
        "once": str(uuid4()),
    }


def fields_of(page):
    """What the form on the page would send."""
    inputs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    areas = re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(value) for name, value in inputs + areas}


def fail_with(error):
    def fail(*args, **kwargs):
        raise error

    return fail


def sqlite_error(code):
    error = sqlite3.OperationalError("trouble")
    error.sqlite_errorcode = code
    return error


def django_error(cause, kind=OperationalError):
    error = kind("trouble")
    error.__cause__ = cause
    return error


def postgresql_error(code):
    error = psycopg.errors.lookup(code)("trouble")
    return django_error(error)


@pytest.mark.parametrize(
    "error",
    [
        django_error(sqlite_error(sqlite3.SQLITE_BUSY)),
        django_error(sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT)),
        django_error(sqlite_error(sqlite3.SQLITE_FULL)),
        django_error(sqlite_error(sqlite3.SQLITE_READONLY)),
        django_error(sqlite_error(sqlite3.SQLITE_CANTOPEN)),
        django_error(psycopg.OperationalError("connection refused")),
        *(postgresql_error(code) for code in ("57P01", "57P03", "53100", "53300", "08006", "25006", "40P01", "55P03")),
        OSError(28, "No space left on device"),
        Busy("passwords"),
    ],
    ids=lambda error: repr(error.__cause__ or error),
)
def test_this_trouble_passes(error):
    assert is_transient(error)
    wrapped = RuntimeError("while making the page")
    wrapped.__context__ = error
    assert is_transient(wrapped)


@pytest.mark.parametrize(
    "error",
    [
        django_error(sqlite_error(sqlite3.SQLITE_ERROR)),  # no such table
        postgresql_error("42P01"),
        django_error(psycopg.errors.lookup("22001")("too long"), DataError),
        OSError(2, "No such file"),
        ValueError("a fault of ours"),
        None,
    ],
    ids=repr,
)
def test_a_fault_of_ours_does_not_pass(error):
    assert not is_transient(error)


@pytest.mark.django_db
def test_a_form_comes_back_with_what_was_typed_and_can_be_sent_again(reader, typed, monkeypatch):
    with monkeypatch.context() as during:
        during.setattr("django.db.models.query.QuerySet.get", fail_with(postgresql_error("57P01")))
        during.setattr(Submission, "save", fail_with(postgresql_error("57P01")))
        answer = reader.post("/initiatieven/aanmelden/?van=thema", typed)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    page = answer.content.decode()
    assert 'action="/initiatieven/aanmelden/?van=thema"' in page
    assert fields_of(page) == typed
    assert "<b>" not in page
    again = reader.post("/initiatieven/aanmelden/", fields_of(page))
    assert again.status_code == 302
    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_a_password_is_never_sent_back(reader, monkeypatch):
    monkeypatch.setattr("allauth.account.forms.LoginForm.clean", fail_with(Busy("too many")))
    page = reader.post("/account/inloggen/", {"login": "jo@stad.nl", "password": "paard-fiets-boom"})
    assert page.status_code == 503
    assert "paard-fiets-boom" not in page.content.decode()
    assert 'type="password" name="password"' in page.content.decode()
    assert fields_of(page.content.decode()) == {"login": "jo@stad.nl"}


@pytest.mark.django_db
@pytest.mark.parametrize("error", [postgresql_error("57P03"), django_error(sqlite_error(sqlite3.SQLITE_BUSY))])
def test_a_page_says_wait_also_when_the_session_cannot_be_read(reader, monkeypatch, error):
    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", fail_with(error))
    monkeypatch.setattr("django.db.models.query.QuerySet.get", fail_with(error))
    monkeypatch.setattr(SessionStore, "load", fail_with(error))
    answer = reader.get("/themas/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "<form" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "headers"),
    [("/themas/export.json", {"accept": "application/json"}), ("/oembed?url=x", {}), ("/fediverse/postvak", {})],
)
def test_programs_get_plain_words(reader, monkeypatch, path, headers):
    monkeypatch.setattr("stedennet.site.middleware.AdminAccessMiddleware.__call__", fail_with(Busy("full")))
    answer = reader.post(path, "{}", content_type="application/json", headers=headers)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
def test_a_form_that_cannot_be_read_is_no_error_upon_an_error(reader, monkeypatch, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    monkeypatch.setattr("stedennet.site.middleware.AdminAccessMiddleware.__call__", fail_with(Busy("full")))
    answer = reader.post("/initiatieven/aanmelden/", {str(number): "a" for number in range(5)})
    assert answer.status_code in (400, 503)
    assert TooManyFieldsSent.__name__ not in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_is_still_an_error(reader, monkeypatch):
    monkeypatch.setattr("stedennet.site.middleware.AdminAccessMiddleware.__call__", fail_with(ValueError("ours")))
    answer = reader.get("/themas/")
    assert answer.status_code == 500
    assert "Er ging iets mis" in answer.content.decode()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committing")
def test_a_database_that_goes_in_the_midst_is_there_again_for_the_next_request(reader, typed):
    break_connection()
    try:
        answer = reader.post("/initiatieven/aanmelden/", typed)
        assert answer.status_code == 503
        assert fields_of(answer.content.decode())["summary"].replace("\r\n", "\n") == WORDS
    finally:
        mend_connection()
    assert reader.post("/initiatieven/aanmelden/", typed).status_code == 302
    assert Submission.objects.count() == 1


def break_connection():
    """PostgreSQL: the server ends this connection, as it does when it stops. SQLite: it cannot be written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_backend_pid()")
            own = cursor.fetchone()[0]
            with closing(connections.create_connection("default")) as other:
                other.cursor().execute("SELECT pg_terminate_backend(%s)", [own])
        else:
            cursor.execute("PRAGMA query_only = ON")


def mend_connection():
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


def test_the_log_has_a_line_for_it_and_no_traceback(caplog):
    try:
        raise Busy("too many passwords\nand more")
    except Busy as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "x", 1, "Error: %s", ("/a",), (Busy, error, error.__traceback__)
        )
    assert OneLineFilter().filter(record)
    assert (record.getMessage(), record.exc_info) == ("Error: /a: too many passwords", None)
