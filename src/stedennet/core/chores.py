"""The list of things that the worker does by itself: each room registers its own when it starts."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Chore:
    """`run` is called by the worker about once every `every`; it must be safe to call it twice."""

    name: str
    every: dt.timedelta
    run: Callable[[], object]


_chores: dict[str, Chore] = {}


def register(name: str, *, every: dt.timedelta, run: Callable[[], object]) -> None:
    """Put a chore on the list; the same name again replaces it."""
    _chores[name] = Chore(name, every, run)


def registered() -> list[Chore]:
    """All chores, in order of registration."""
    return list(_chores.values())
