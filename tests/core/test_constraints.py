"""Both databases refuse exactly the dated rows that overlap."""

import contextlib
import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stedennet.core.constraints import no_overlap

pytestmark = [pytest.mark.django_db, pytest.mark.database]
GUARD = no_overlap("stay", name="stay_once", same=["guest"], where="kind = 'room'")
days = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 9))
stays = st.tuples(st.integers(1, 2), st.sampled_from(["room", "tent"]), days, days).filter(
    lambda stay: None in stay[2:] or stay[2] < stay[3]
)


def execute(sql: str, values=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def guarded_table(db):
    execute("CREATE TABLE stay (id integer PRIMARY KEY, guest integer, kind varchar(9), begins_on date, ends_on date)")
    editor = SimpleNamespace(connection=connection, execute=execute)
    GUARD.code(None, editor)
    return editor


def refuses(sql: str, *values) -> bool:
    try:
        with transaction.atomic():
            execute(sql, values)
    except IntegrityError:
        return True
    return False


def refuses_row(number: int, stay) -> bool:
    return refuses("INSERT INTO stay VALUES (%s, %s, %s, %s, %s)", number, *stay)


def overlap(one, other) -> bool:
    """The rule in Python, as the database should hold it."""
    first, last = dt.date.min, dt.date.max
    return (
        one[:2] == other[:2]
        and one[1] == "room"
        and (one[2] or first) < (other[3] or last)
        and (other[2] or first) < (one[3] or last)
    )


@contextlib.contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_database_refuses_what_the_rule_in_python_refuses(guarded_table):
    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.lists(stays, max_size=8))
    def holds(some):
        stored = []
        with undone():
            for number, stay in enumerate(some):
                expected = any(overlap(stay, other) for other in stored)
                assert refuses_row(number, stay) is expected
                if not expected:
                    stored.append(stay)

    holds()


def test_a_row_cannot_be_moved_over_another(guarded_table):
    assert not refuses_row(1, (1, "room", dt.date(2020, 1, 1), dt.date(2020, 1, 5)))
    assert not refuses_row(2, (1, "room", dt.date(2020, 1, 5), None))
    assert refuses("UPDATE stay SET begins_on = %s WHERE id = 2", dt.date(2020, 1, 4))
    assert not refuses("UPDATE stay SET begins_on = %s WHERE id = 2", dt.date(2020, 1, 6))


def test_a_row_does_not_overlap_itself(guarded_table):
    assert not refuses_row(1, (1, "room", None, None))
    assert not refuses("UPDATE stay SET ends_on = %s WHERE id = 1", dt.date(2020, 1, 5))


def test_the_guard_can_be_taken_away(guarded_table):
    GUARD.reverse_code(None, guarded_table)
    assert not refuses_row(1, (1, "room", None, None))
    assert not refuses_row(2, (1, "room", None, None))
