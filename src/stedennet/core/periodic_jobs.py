"""The list of things that the worker does by itself: each room registers its own when it starts."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PeriodicJob:
    """`run` is called by the worker about once every `every`; it must be safe to call it twice."""

    name: str
    every: dt.timedelta
    run: Callable[[], object]


_jobs: dict[str, PeriodicJob] = {}


def register_job(name: str, *, every: dt.timedelta, run: Callable[[], object]) -> None:
    """Put a chore on the list; the same name again replaces it."""
    _jobs[name] = PeriodicJob(name, every, run)


def get_registered_jobs() -> list[PeriodicJob]:
    """All chores, in order of registration."""
    return list(_jobs.values())
