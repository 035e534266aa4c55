"""Whether the worker lives, and what the machines that watch over us are told."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from stedennet.site.views import health
from stedennet.worker.health import is_worker_alive, record_heartbeat
from stedennet.worker.models import Heartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def ground(answer):
    """What must be well for the site to be ready; searching is told apart (tests/search)."""
    checks = answer.json()["checks"]
    return {name: checks[name] for name in checks if name != "search"}


def test_without_a_worker_nobody_was_seen():
    assert not is_worker_alive()


def test_a_sign_of_life_counts_for_a_minute(clock):
    record_heartbeat()
    clock.later(seconds=59)
    assert is_worker_alive()
    clock.later(seconds=1)
    assert not is_worker_alive()


def test_another_period_may_be_asked(clock):
    record_heartbeat()
    clock.later(hours=1)
    assert is_worker_alive(within=dt.timedelta(hours=2))


def test_a_worker_keeps_one_row(clock):
    record_heartbeat()
    clock.later(seconds=30)
    record_heartbeat()
    assert Heartbeat.objects.get().at == clock.moment


def test_a_sign_of_life_from_the_future_proves_nothing(clock):
    Heartbeat.objects.create(name="worker", at=clock.moment + dt.timedelta(minutes=10))
    assert not is_worker_alive()


def test_clocks_of_two_machines_may_differ_by_seconds(clock):
    Heartbeat.objects.create(name="worker", at=clock.moment + dt.timedelta(seconds=3))
    assert is_worker_alive()


@pytest.fixture(autouse=True)
def _nothing_remembered():
    health.forget_applied_migrations()
    yield
    health.forget_applied_migrations()


@pytest.mark.parametrize("address", ["/livez", "/healthz"])
def test_the_site_lives_without_a_worker(client, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(address)
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_the_site_is_ready_without_a_worker(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["ready"]
    assert ground(answer) == {"database": True, "migrations": True}


def test_the_worker_has_a_probe_of_its_own(client, clock):
    assert client.get("/workerz").status_code == 503
    record_heartbeat()
    answer = client.get("/workerz")
    assert (answer.status_code, answer.json()) == (200, {"worker": True})
    clock.later(minutes=1)
    assert client.get("/workerz").status_code == 503


def test_the_site_is_not_ready_before_its_tables_are_up_to_date(client):
    MigrationRecorder(connection).record_unapplied("worker", "0001_initial")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert ground(answer) == {"database": True, "migrations": False}


def test_tables_that_are_up_to_date_are_not_looked_at_with_each_question(client, django_assert_max_num_queries):
    client.get("/readyz")
    with django_assert_max_num_queries(2):  # The database's answer, and how far the search index is.
        assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("address", ["/readyz", "/workerz"])
def test_a_database_that_does_not_answer_is_told_and_is_no_error(client, monkeypatch, address):
    def fail(*args):
        raise OperationalError

    monkeypatch.setattr("stedennet.site.views.health._database_answers", fail)
    monkeypatch.setattr("stedennet.site.views.health.is_worker_alive", fail)
    answer = client.get(address)
    assert answer.status_code == 503
    assert not any(answer.json().get("checks", answer.json()).values())


@pytest.mark.parametrize("address", ["/livez", "/healthz", "/readyz", "/workerz"])
def test_probes_come_by_ip_address_without_https_and_get_no_cookie(client, address, settings):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["www.stedennet.nl"]
    answer = client.get(address, headers={"host": "10.0.0.7:8000"})
    assert answer.status_code in (200, 503)
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_a_probe_that_says_no_writes_no_line_in_the_log(client, caplog):
    assert client.get("/workerz").status_code == 503
    assert not caplog.records
