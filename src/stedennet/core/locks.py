"""Locks for writers that must run one after the other, until each has committed."""

from django.db import connection


def acquire_lock(key: int) -> None:
    """Wait until no other transaction holds the lock `key`; the commit releases it.

    PostgreSQL has advisory locks for this. SQLite allows one writer at a time (BEGIN IMMEDIATE) and needs nothing.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
