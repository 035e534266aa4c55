"""The jobs that the worker runs by itself; each room registers its own at start-up."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PeriodicJob:
    """The worker calls `run` about once every `every`; it must be idempotent."""

    name: str
    every: dt.timedelta
    run: Callable[[], object]


_jobs: dict[str, PeriodicJob] = {}


def register_job(name: str, *, every: dt.timedelta, run: Callable[[], object]) -> None:
    """Register a job; registering the same name again replaces it."""
    _jobs[name] = PeriodicJob(name, every, run)


def get_registered_jobs() -> list[PeriodicJob]:
    """All jobs, in order of registration."""
    return list(_jobs.values())
