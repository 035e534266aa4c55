"""The same cache in Redis or Valkey. A store that does not answer, is full or evicts keys raises Busy: a 503.

Django's own backend stores pickles under plain keys, increments an expired counter to one without an end, and lets
an outage become a 500.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

from stedennet.core.errors import Busy

from .cache import hash_key, is_local

if TYPE_CHECKING:
    from redis.connection import AbstractConnection

SECONDS = 2.0
"""How long to wait for the store. A form waits for it, so not long."""
INCREASE = """
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
return redis.call('INCRBY', KEYS[1], ARGV[1])
"""


class EvictsKeys(Busy):
    """The store deletes live keys to make room: by making up keys anybody could evict the counters of every limit."""


class JsonSerializer:
    """Values as JSON: whoever can write to the store cannot run code here."""

    def dumps(self, value: object) -> str:
        """The value as text."""
        return json.dumps(value)

    def loads(self, text: bytes) -> object:
        """The value of that text."""
        return json.loads(text)


class Client(RedisCacheClient):
    """Django's client with a counter that cannot outlive its limit."""

    def incr(self, key: str | bytes | memoryview, delta: int) -> int:
        """Add to a counter in one step. Raises ValueError if there is none."""
        counted = self.get_client(key, write=True).eval(INCREASE, 1, key, delta)
        if counted is None:
            raise ValueError("no such counter")
        return int(counted)


class SharedRedisCache(RedisCache):
    """Values must be JSON-serialisable. Only Wagtail's copies of its own tables stay in the memory of the process."""

    get_many, set_many, delete_many = BaseCache.get_many, BaseCache.set_many, BaseCache.delete_many

    def __init__(self, server: str, params: dict[str, object]) -> None:
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        options = {
            "serializer": JsonSerializer,
            "socket_timeout": SECONDS,
            "socket_connect_timeout": SECONDS,
            "retry": Retry(NoBackoff(), 1),  # A connection from before a restart of the store is opened again.
            "redis_connect_func": _refuse_eviction,
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self._class = Client
        self._local = LocMemCache("wagtail", params)

    def make_and_validate_key(self, key: str, version: int | None = None) -> str:
        """A keyed hash: no network address and no e-mail address stands in the store."""
        return f"stedennet:{hash_key(self.make_key(key, version))}"

    def add(
        self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:  # type: ignore[assignment]
        """Store the value unless there is an unexpired one; returns whether it was stored."""
        if is_local(key):
            return self._local.add(key, value, timeout, version)
        with _refusing_trouble():
            return super().add(key, value, timeout, version)

    def get(self, key: str, default: object = None, version: int | None = None) -> object:
        """The value, or `default` if there is none or it expired."""
        if is_local(key):
            return self._local.get(key, default, version)
        with _refusing_trouble():
            return super().get(key, default, version)

    def set(
        self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:  # type: ignore[assignment]
        """Store the value, replacing any other."""
        if is_local(key):
            self._local.set(key, value, timeout, version)
            return
        with _refusing_trouble():
            super().set(key, value, timeout, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """The counter after adding `delta` to it. Raises ValueError if there is none or it expired."""
        if is_local(key):
            return self._local.incr(key, delta, version)
        with _refusing_trouble():
            return super().incr(key, delta, version)

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:  # type: ignore[assignment]
        """Change the expiry of the value; returns whether there was one."""
        if is_local(key):
            return self._local.touch(key, timeout, version)
        with _refusing_trouble():
            return super().touch(key, timeout, version)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Remove the value; returns whether there was one."""
        if is_local(key):
            return self._local.delete(key, version)
        with _refusing_trouble():
            return super().delete(key, version)

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Whether there is an unexpired value."""
        if is_local(key):
            return self._local.has_key(key, version)
        with _refusing_trouble():
            return super().has_key(key, version)

    def clear(self) -> None:
        """Remove everything, which resets all limits."""
        self._local.clear()
        with _refusing_trouble():
            super().clear()


def find_store_problem() -> tuple[str, bool]:
    """A sentence about the store of limits, empty if all is well, and whether the site must not be served with it."""
    if not settings.CACHES["default"]["BACKEND"].endswith("SharedRedisCache"):
        return "", False
    try:
        caches["default"].has_key("any")
    except EvictsKeys as error:
        return f"STEDENNET_CACHE_URL: {error}", True
    except Busy as error:
        return f"STEDENNET_CACHE_URL: {error}. Forms and signing in wait for it.", False
    return "", False


@contextmanager
def _refusing_trouble() -> Iterator[None]:
    from redis.exceptions import RedisError

    try:
        yield
    except RedisError as error:
        raise Busy(f"the store of limits does not answer ({type(error).__name__}: {error})") from error


def _refuse_eviction(connection: "AbstractConnection") -> None:
    # With each new connection: the policy may have changed when the store was started again.
    connection.on_connect()  # type: ignore[no-untyped-call]
    connection.send_command("INFO", "memory")  # type: ignore[no-untyped-call]
    lines = connection.read_response().decode().splitlines()
    policy = next((line.partition(":")[2] for line in lines if line.startswith("maxmemory_policy:")), "unknown")
    if policy != "noeviction":
        connection.disconnect()  # type: ignore[no-untyped-call]
        raise EvictsKeys(f"the store has maxmemory-policy {policy}, which forgets limits; set it to noeviction")
