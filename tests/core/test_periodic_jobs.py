"""The list of things that the worker does by itself."""

import datetime as dt

import pytest

from stedennet.core import periodic_jobs

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def empty_list(monkeypatch):
    monkeypatch.setattr(periodic_jobs, "_jobs", {})


def test_chores_come_in_the_order_of_registration(empty_list):
    for name in ("sweep", "dust", "air"):
        periodic_jobs.register_job(name, every=HOUR, run=list)
    assert [chore.name for chore in periodic_jobs.get_registered_jobs()] == ["sweep", "dust", "air"]


def test_the_same_name_again_replaces_the_chore(empty_list):
    periodic_jobs.register_job("sweep", every=HOUR, run=list)
    periodic_jobs.register_job("sweep", every=2 * HOUR, run=dict)
    assert periodic_jobs.get_registered_jobs() == [periodic_jobs.PeriodicJob("sweep", 2 * HOUR, dict)]


def test_who_reads_the_list_cannot_change_it(empty_list):
    periodic_jobs.register_job("sweep", every=HOUR, run=list)
    periodic_jobs.get_registered_jobs().clear()
    assert len(periodic_jobs.get_registered_jobs()) == 1


def test_the_rooms_registered_their_chores_at_the_start():
    assert {"send mail", "forget old mail"} <= {chore.name for chore in periodic_jobs.get_registered_jobs()}
