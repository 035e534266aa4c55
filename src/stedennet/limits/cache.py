"""Django's cache as database rows: shared by all processes, kept over restarts, and only expired rows are deleted.

Django's own DatabaseCache deletes live rows once there are 300, and increments a counter in two steps. Here each
change is one statement, so that concurrent processes count every event, and nobody can push out another's counter.
"""

import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.utils.crypto import salted_hmac

from .models import Mark, now_in_microseconds

FOREVER = 2**62
"""Later than any expiry."""
LOCAL = "wagtail"
"""Prefix of Wagtail's copies of its own tables, which each process may keep or lose as it likes."""
TABLE = Mark._meta.db_table
ADD = (
    f"INSERT INTO {TABLE} (key, value, expires_at) VALUES (%s, %s, %s) ON CONFLICT (key) DO UPDATE "  # noqa: S608
    f"SET value = excluded.value, expires_at = excluded.expires_at WHERE {TABLE}.expires_at <= %s"
)
SET = (
    f"INSERT INTO {TABLE} (key, value, expires_at) VALUES (%s, %s, %s) ON CONFLICT (key) DO UPDATE "  # noqa: S608
    "SET value = excluded.value, expires_at = excluded.expires_at"
)
INCREASE = (
    f"UPDATE {TABLE} SET value = CAST(CAST(value AS BIGINT) + %s AS TEXT) "  # noqa: S608
    "WHERE key = %s AND expires_at > %s RETURNING value"
)


class SharedCache(BaseCache):
    """Values must be JSON-serialisable. Only Wagtail's copies of its own tables stay in the memory of the process."""

    def __init__(self, name: str, params: dict[str, object]) -> None:
        super().__init__(params)
        self._local = LocMemCache("wagtail", params)

    def add(
        self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:  # type: ignore[assignment]
        """Store the value unless there is an unexpired one; returns whether it was stored."""
        if is_local(key):
            return self._local.add(key, value, timeout, version)
        row: list[str | int] = [hash_key(self.make_key(key, version)), json.dumps(value), self._end(timeout)]
        return bool(_execute(ADD, [*row, now_in_microseconds()]))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default` if there is none or it expired."""
        if is_local(key):
            return self._local.get(key, default, version)
        row = Mark.objects.filter(key=hash_key(self.make_key(key, version)), expires_at__gt=now_in_microseconds())
        value = row.values_list("value", flat=True).first()
        return default if value is None else json.loads(value)

    def set(
        self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:  # type: ignore[assignment]
        """Store the value, replacing any other."""
        if is_local(key):
            self._local.set(key, value, timeout, version)
        else:
            _execute(SET, [hash_key(self.make_key(key, version)), json.dumps(value), self._end(timeout)])

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """The counter after adding `delta` to it. Raises ValueError if there is none or it expired."""
        if is_local(key):
            return self._local.incr(key, delta, version)
        with connection.cursor() as cursor:
            cursor.execute(INCREASE, [delta, hash_key(self.make_key(key, version)), now_in_microseconds()])
            row = cursor.fetchone()
        if row is None:
            raise ValueError("no such counter")
        return int(row[0])

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:  # type: ignore[assignment]
        """Change the expiry of the value; returns whether there was one."""
        if is_local(key):
            return self._local.touch(key, timeout, version)
        rows = Mark.objects.filter(key=hash_key(self.make_key(key, version)), expires_at__gt=now_in_microseconds())
        return bool(rows.update(expires_at=self._end(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Remove the value; returns whether there was one."""
        if is_local(key):
            return self._local.delete(key, version)
        return bool(Mark.objects.filter(key=hash_key(self.make_key(key, version))).delete()[0])

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Whether there is an unexpired value."""
        missing = object()
        return self.get(key, missing, version) is not missing

    def clear(self) -> None:
        """Remove everything, which resets all limits."""
        self._local.clear()
        Mark.objects.all().delete()

    def _end(self, timeout: float | None) -> int:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return FOREVER if seconds is None else now_in_microseconds() + int(seconds * 1_000_000)


def is_local(key: str) -> bool:
    """Whether the value is a copy that each process may keep for itself."""
    return key.startswith(LOCAL)


def hash_key(key: str) -> str:
    """A keyed hash, so that no store holds a network address or an e-mail address."""
    return salted_hmac("stedennet.limits", key, algorithm="sha256").hexdigest()


def _execute(sql: str, values: list[str | int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)
