"""Several workers at once, in threads, on a database that behaves as in production."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.db import connection, connections

PATIENCE = 30
"""Seconds after which a test gives up waiting; no test that passes comes near."""


def together(*works: Callable[[], object]) -> list:
    """Start all `works` at once, each with its own database connection; what they return, or the first error."""
    start = threading.Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        start.wait(PATIENCE)
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(one, work) for work in works]]


def wait_for(event: threading.Event) -> None:
    """Wait until another thread says so; an error when it never does."""
    assert event.wait(PATIENCE), "the other thread never came so far"


@contextlib.contextmanager
def as_in_production(folder: Path) -> Iterator[None]:
    """On SQLite, a file with a copy of the test database: the one in memory refuses at once instead of waiting."""
    if connection.vendor != "sqlite":
        yield
        return
    memory, file = connections["default"], folder / "test.sqlite3"
    memory.ensure_connection()
    with contextlib.closing(sqlite3.connect(file)) as copy:
        memory.connection.backup(copy)
    with on_file(file):
        yield


@contextlib.contextmanager
def on_file(file: Path) -> Iterator[None]:
    """Use this SQLite database instead of the one in memory."""
    memory = connections["default"]
    name = memory.settings_dict["NAME"]
    memory.settings_dict["NAME"] = file
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        memory.settings_dict["NAME"] = name
        connections["default"] = memory
