"""Writers that must come one after the other, until each has committed."""

from django.db import connection


def acquire_lock(key: int) -> None:
    """Wait until no other transaction holds the turn `key`; it is given back by the commit.

    PostgreSQL has an advisory lock for this. SQLite has one writer at a time (BEGIN IMMEDIATE) and needs nothing.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
