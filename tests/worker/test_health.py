"""Whether the worker lives, and what the machines that watch over us are told."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from stedennet.worker.health import beat, worker_seen
from stedennet.worker.models import Heartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def ground(answer):
    """What must be well for the site to be ready; searching is told apart (tests/search)."""
    checks = answer.json()["checks"]
    return {name: checks[name] for name in checks if name != "search"}


def test_without_a_worker_nobody_was_seen():
    assert not worker_seen()


def test_a_sign_of_life_counts_for_a_minute(clock):
    beat()
    clock.later(seconds=59)
    assert worker_seen()
    clock.later(seconds=1)
    assert not worker_seen()


def test_another_period_may_be_asked(clock):
    beat()
    clock.later(hours=1)
    assert worker_seen(within=dt.timedelta(hours=2))


def test_a_worker_keeps_one_row(clock):
    beat()
    clock.later(seconds=30)
    beat()
    assert Heartbeat.objects.get().at == clock.moment


def test_the_site_lives_without_a_worker(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_the_site_is_ready_with_a_worker(client, clock):
    beat()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["ready"]
    assert ground(answer) == {"database": True, "migrations": True, "worker": True}


def test_the_site_is_not_ready_without_a_worker(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert not answer.json()["ready"]
    assert ground(answer) == {"database": True, "migrations": True, "worker": False}


def test_the_site_is_not_ready_when_the_worker_was_not_seen_for_a_minute(client, clock):
    beat()
    clock.later(minutes=1)
    assert client.get("/readyz").status_code == 503


def test_the_site_is_not_ready_before_its_tables_are_up_to_date(client):
    beat()
    MigrationRecorder(connection).record_unapplied("worker", "0001_initial")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert ground(answer) == {"database": True, "migrations": False, "worker": True}


def test_the_site_is_not_ready_when_the_database_does_not_answer(client, monkeypatch):
    def fail(*args):
        raise OperationalError

    monkeypatch.setattr("stedennet.site.views.health.MigrationExecutor", fail)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] is False
