"""Errors that pass: a database that is busy, full or restarting. Nobody's fault, and trying again helps."""

import errno
import logging
import sqlite3
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError

from .errors import Busy

SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOMEM,
}
POSTGRESQL = ("08", "53", "57P", "58", "25006", "40001", "40P01", "55P03", "57014")
"""Prefixes of codes: connection, resources, shutdown, system error, read-only, serialisation, deadlock, locks,
cancelled.

https://www.postgresql.org/docs/current/errcodes-appendix.html
"""
NO_ANSWER = {"OperationalError", "InterfaceError", "ConnectionTimeout"}
FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def is_transient(error: BaseException | None) -> bool:
    """Whether this error, or one of its causes, is transient."""
    return any(_is_transient_cause(cause) for cause in _iterate_causes(error))


def _iterate_causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):  # A chain of causes could be circular.
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _is_transient_cause(error: BaseException) -> bool:
    if isinstance(error, Busy | InterfaceError):
        return True
    if isinstance(error, sqlite3.Error):
        return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in SQLITE
    if isinstance(error, OSError):
        return error.errno in FULL_DISK
    if isinstance(error, DatabaseError) and error.__cause__ is not None:
        return _is_transient_in_postgresql(error.__cause__)
    return False


def _is_transient_in_postgresql(cause: BaseException) -> bool:
    code = getattr(cause, "sqlstate", None)
    if code is None:  # No server answered, so there is no code.
        return type(cause).__module__.startswith("psycopg") and type(cause).__name__ in NO_ANSWER
    return str(code).startswith(POSTGRESQL)


class OneLineFilter(logging.Filter):
    """A log filter that logs transient errors of requests in one line, without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the record if its error is transient; it is always logged."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None and is_transient(error):
            record.msg, record.args = f"{record.getMessage()}: {error}".splitlines()[0], ()
            record.exc_info = record.exc_text = None
        return True
