"""The worker's rounds: what is due is done, and one failure does not stop the rest."""

import datetime as dt
import threading
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core import periodic_jobs
from stedennet.worker import loop
from stedennet.worker.health import is_worker_alive
from tests.core.threads import PATIENCE, together

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def done(monkeypatch) -> list[str]:
    """What the worker did, in order; signs of life and tasks are left out here."""
    for name in ("record_heartbeat", "run_tasks", "close_old_connections"):
        monkeypatch.setattr(loop, name, list)
    return []


def every(period: dt.timedelta, name: str, run) -> None:
    periodic_jobs.register_job(name, every=period, run=run)


def test_a_chore_is_done_in_the_first_round_and_then_when_it_is_due(done):
    every(MINUTE, "sweep", lambda: done.append("sweep"))
    rounds = loop.JobSchedule()
    counts = []
    for moment in (1000.0, 1000.1, 1059.9, 1060.0, 1119.9, 1120.0):
        rounds.once(moment)
        counts.append(len(done))
    assert counts == [1, 1, 1, 2, 2, 3]


def test_each_chore_has_its_own_period(done):
    every(MINUTE, "sweep", lambda: done.append("sweep"))
    every(3 * MINUTE, "dust", lambda: done.append("dust"))
    rounds = loop.JobSchedule()
    for moment in (0.0, 60.0, 120.0, 180.0):
        rounds.once(moment)
    assert done == ["sweep", "dust", "sweep", "sweep", "sweep", "dust"]


def test_what_was_missed_is_done_once_and_not_made_up_for(done):
    every(MINUTE, "sweep", lambda: done.append("sweep"))
    rounds = loop.JobSchedule()
    for moment in (0.0, 600.0, 601.0):
        rounds.once(moment)
    assert len(done) == 2


@given(st.lists(st.floats(0, 1000), max_size=30).map(sorted), st.integers(1, 300))
def test_between_two_turns_lies_at_least_the_period(moments, seconds):
    rounds, turns = loop.JobSchedule(), []
    for moment in moments:
        rounds._if_due("sweep", dt.timedelta(seconds=seconds), lambda moment=moment: turns.append(moment), moment)
    assert turns[:1] == moments[:1]
    assert all(later - earlier >= seconds - 1e-6 for earlier, later in pairwise(turns))


def test_a_chore_that_fails_is_logged_and_does_not_stop_the_others(done, caplog):
    def fail():
        done.append("fail")
        raise ArithmeticError

    every(MINUTE, "fail", fail)
    every(MINUTE, "sweep", lambda: done.append("sweep"))
    rounds = loop.JobSchedule()
    rounds.once(0.0)
    rounds.once(60.0)
    assert done == ["fail", "sweep"] * 2
    assert "“fail” failed" in caplog.text


def test_tasks_and_chores_go_on_when_the_sign_of_life_fails(done, monkeypatch):
    def fail():
        raise ArithmeticError

    monkeypatch.setattr(loop, "record_heartbeat", fail)
    monkeypatch.setattr(loop, "run_tasks", lambda: done.append("tasks"))
    every(MINUTE, "sweep", lambda: done.append("sweep"))
    loop.JobSchedule().once(0.0)
    assert done == ["sweep", "tasks"]


@pytest.mark.database
def test_a_round_gives_a_sign_of_life(committing):
    assert not is_worker_alive()
    loop.JobSchedule().once(0.0)
    assert is_worker_alive()


def test_a_sign_of_life_comes_often_enough_to_be_seen():
    assert loop.HEARTBEAT_EVERY + dt.timedelta(seconds=loop.TICK) < MINUTE


def test_the_worker_finishes_its_round_and_stops(done):
    stop = threading.Event()
    every(MINUTE, "stop", stop.set)
    every(MINUTE, "sweep", lambda: done.append("sweep"))
    loop.run_worker(stop)
    assert done == ["sweep"]


def test_a_worker_that_is_stopped_before_it_starts_does_nothing(done):
    stop = threading.Event()
    stop.set()
    every(MINUTE, "sweep", lambda: done.append("sweep"))
    loop.run_worker(stop)
    assert done == []


def test_the_worker_stops_while_it_waits_for_the_next_round(done, monkeypatch):
    monkeypatch.setattr(loop, "TICK", PATIENCE * 10)
    stop, swept = threading.Event(), threading.Event()
    every(MINUTE, "sweep", swept.set)

    def stopper():
        assert swept.wait(PATIENCE)
        stop.set()

    together(lambda: loop.run_worker(stop), stopper)
