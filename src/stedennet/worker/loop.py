"""The worker: a heartbeat, the registered periodic jobs, and tasks that wait in the database."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from stedennet.core import periodic_jobs
from stedennet.core.clock import now

from .health import record_heartbeat

logger = logging.getLogger(__name__)
TICK = 1.0
"""Seconds between two rounds."""
TASKS_KEPT = dt.timedelta(days=30)
HEARTBEAT_EVERY = dt.timedelta(seconds=15)


def run_worker(stop: threading.Event) -> None:
    """Work until `stop` is set. An error in one job is logged, and does not stop the others."""
    schedule = JobSchedule()
    while not stop.is_set():
        schedule.once(time.monotonic())
        stop.wait(TICK)


class JobSchedule:
    """Remembers when each job last ran; times are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}

    def once(self, moment: float) -> None:
        """Run everything that is due at `moment`."""
        close_old_connections()
        self._if_due("sign of life", HEARTBEAT_EVERY, record_heartbeat, moment)
        for job in periodic_jobs.get_registered_jobs():
            self._if_due(job.name, job.every, job.run, moment)
        _run_guarded("tasks", run_tasks)
        close_old_connections()

    def _if_due(self, name: str, every: dt.timedelta, work: Callable[[], object], moment: float) -> None:
        if moment >= self._next.get(name, moment):
            self._next[name] = moment + every.total_seconds()
            _run_guarded(name, work)


def _run_guarded(name: str, work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:
        logger.exception("the periodic job “%s” failed; it will be tried again", name)


def delete_old_tasks() -> int:
    """Delete the results of tasks that ended 30 days ago: their arguments can contain an address."""
    return int(DBTaskResult.objects.filter(finished_at__lt=now() - TASKS_KEPT).delete()[0])


def run_tasks() -> None:
    """Run every task that is ready, then return."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="stedennet",
        excluded_queue_names=[],
    ).run()
