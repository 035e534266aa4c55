"""Several writers and readers at once: the log is read in the order of commit, and nothing is skipped."""

import threading
from itertools import chain

import pytest
from django.db import connection, transaction

from stedennet.changes.flows import follow_changes
from stedennet.changes.models import Cursor
from tests.builders.changes import titles, write
from tests.core.threads import PATIENCE, together, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.usefixtures("committing")]
WRITERS = 4
LINES = 8


def read(name: str = "reader") -> list[str]:
    """What comes now, after it was committed that it came."""
    got: list[str] = []
    follow_changes(name, lambda lines: got.extend(line.title for line in lines), limit=7)
    return got


def somebody_waits_for_the_log() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
            "WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
        )
        return cursor.fetchone()[0] > 0


def test_a_line_that_is_committed_late_is_not_skipped():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets in one writer at a time")
    early_has_its_number, may_commit = threading.Event(), threading.Event()

    def early():
        with transaction.atomic():
            write("early")
            early_has_its_number.set()
            wait_for(may_commit)

    def late():
        wait_for(early_has_its_number)
        with transaction.atomic():
            write("late")

    def reader():
        wait_for(early_has_its_number)
        got = []
        for _ in range(PATIENCE * 100):
            got += read()
            if got or somebody_waits_for_the_log():
                break
            threading.Event().wait(0.01)
        got += read()
        may_commit.set()
        while len(got) < 2 and len(titles()) < 2:
            got += read()
        return got + read()

    assert together(early, late, reader)[2] == ["early", "late"]


def test_a_reader_never_waits_for_a_writer_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets in one writer at a time")
    Cursor.objects.create(name="reader")
    written, was_read = threading.Event(), threading.Event()

    def writer():
        with transaction.atomic():
            write("slow")
            written.set()
            wait_for(was_read)

    def reader():
        wait_for(written)
        got = read()
        was_read.set()
        return got

    assert together(writer, reader)[1] == []
    assert read() == ["slow"]


def writer(name: int):
    """Writes lines one by one; every fourth is rolled back."""

    def work():
        for number in range(LINES):
            with transaction.atomic():
                write(f"{name}-{number}")
                transaction.set_rollback(number % 4 == 3)

    return work


EXPECTED = {f"{name}-{number}" for name in range(WRITERS) for number in range(LINES) if number % 4 != 3}


def test_many_writers_lose_nothing():
    together(*[writer(name) for name in range(WRITERS)])
    assert len(titles()) == len(EXPECTED)
    assert set(titles()) == EXPECTED


def test_a_reader_beside_many_writers_gets_every_line_once_in_the_order_of_the_log():
    got: list[str] = []
    written = [threading.Event() for _ in range(WRITERS)]

    def announced(name: int):
        def work():
            try:
                writer(name)()
            finally:
                written[name].set()

        return work

    def reader():
        # The waiting lets the writers in: however slow the machine is, the reader goes on until they are done.
        while not all(done.wait(0.005) for done in written):
            got.extend(read())
        while lines := read():
            got.extend(lines)

    together(reader, *[announced(name) for name in range(WRITERS)])
    assert set(got) == EXPECTED
    assert got == titles()
    assert read() == []


def test_two_workers_with_the_same_name_do_not_both_get_a_line():
    with transaction.atomic():
        for number in range(40):
            write(str(number))

    def reader():
        got = []
        while lines := read():
            got += lines
        return got

    shares = together(reader, reader, reader)
    assert sorted(chain(*shares), key=int) == titles()
    assert all(share == sorted(share, key=int) for share in shares)
