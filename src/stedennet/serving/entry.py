"""The application that Granian calls: reads each request within limits on the event loop, then runs Django in a
thread.

In Granian's own WSGI mode a thread waits for the body, so that four slow clients block a process.
"""

import asyncio
import logging
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, cast

from granian._granian import RSGIHTTPStreamTransport
from granian.rsgi import HTTPProtocol, Scope

from stedennet.limits.rules import counted_network_of, find_client_address

from .body_limits import compute_time_limit, find_body_limit
from .environ import Environ, build_environ
from .refusal_pages import build_refusal

logger = logging.getLogger(__name__)

THREADS = 8
"""How many requests Django handles at once in one process."""
MOST_WAITING = 200
"""How many complete requests may wait for a thread; further clients are told to come back."""
IDLE_SECONDS = 10.0
"""How long a client may stall while sending a body or receiving a long response."""
MOST_AT_ONCE = 40
"""How many bodies of one reader (a network address) a process reads at once; deploy/nginx.conf has the same number."""
IN_MEMORY = 500_000
"""Bytes of a body that stay in memory; larger ones go to a temporary file."""
MOST_HELD = 300_000_000
"""Bytes of all bodies together that one process holds."""
AT_ONCE = 1_000_000
"""Bytes of a response that are handed over at once, so that a slow client occupies no thread."""

Headers = list[tuple[str, str]]
Application = Callable[[Environ, Callable[..., object]], Iterable[bytes]]


class Refusal(Exception):
    """The request is refused with this HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Entry:
    """An RSGI application around a WSGI one."""

    def __init__(self, application: Application, *, threads: int = THREADS, proxies: int = 0) -> None:
        self.application = application
        self.proxies = proxies
        self.reading: Counter[str] = Counter()
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self.waiting = 0
        self.held = 0
        self.most_waiting = threads + MOST_WAITING

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by Granian before the first request."""
        self.loop = loop

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by Granian at shutdown: queued requests are dropped, running ones may finish."""
        self.pool.shutdown(cancel_futures=True)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            size = 0
            try:
                limit = _find_body_limit_of(scope)
                if limit:
                    with self._admit(scope):
                        size = await self._read(protocol, cast(IO[bytes], body), limit)
                await self._run(scope, protocol, cast(IO[bytes], body), size)
            except Refusal as why:
                protocol.response_bytes(*build_refusal(why.status))
            finally:
                self.held -= size

    @contextmanager
    def _admit(self, scope: Scope) -> Iterator[None]:
        """While a body is read, it counts for its reader. Raises Refusal when that reader sends too many at once."""
        forwarded = ",".join(scope.headers.get_all("x-forwarded-for"))
        remote = scope.client.rpartition(":")[0].strip("[]")
        reader = counted_network_of(find_client_address(remote, forwarded, self.proxies))
        if self.reading[reader] >= MOST_AT_ONCE:
            raise Refusal(429)
        self.reading[reader] += 1
        try:
            yield
        finally:
            self.reading[reader] -= 1
            if not self.reading[reader]:
                del self.reading[reader]

    async def _read(self, protocol: HTTPProtocol, body: IO[bytes], limit: int) -> int:
        """Read the body of a request into `body`; returns its size. Raises Refusal when it is too large or too
        slow."""
        size, end = 0, self.loop.time() + compute_time_limit(limit)
        try:
            async with asyncio.timeout(IDLE_SECONDS) as patience:
                async for chunk in protocol:
                    size += len(chunk)
                    self.held += len(chunk)
                    if size > limit:
                        raise Refusal(413)
                    if self.held > MOST_HELD:
                        raise Refusal(503)
                    body.write(chunk)
                    patience.reschedule(min(end, self.loop.time() + IDLE_SECONDS))
        except BaseException as error:
            self.held -= size
            raise _convert_to_refusal(error) from error
        body.seek(0)
        return size

    async def _run(self, scope: Scope, protocol: HTTPProtocol, body: IO[bytes], size: int) -> None:
        try:
            environ = build_environ(scope, body, size)
        except ValueError:
            raise Refusal(400) from None
        if self.waiting >= self.most_waiting:
            raise Refusal(503)
        self.waiting += 1
        try:
            await self.loop.run_in_executor(self.pool, self._answer, environ, protocol)
        finally:
            self.waiting -= 1

    def _answer(self, environ: Environ, protocol: HTTPProtocol) -> None:
        """Runs in a thread: Django builds the response, and the event loop sends it."""
        started: list[tuple[int, Headers]] = []

        def start(status: str, headers: Headers, exc_info: object = None) -> None:
            started[:] = [(int(status[:3]), [*headers, ("server", "")])]

        try:
            result = self.application(environ, start)
        except Exception:
            logger.exception("no response for %s", environ["PATH_INFO"])
            protocol.response_bytes(*build_refusal(500))
            return
        try:
            self._send(protocol, started, result)
        finally:
            getattr(result, "close", lambda: None)()

    def _send(self, protocol: HTTPProtocol, started: list[tuple[int, Headers]], result: Iterable[bytes]) -> None:
        whole, chunks = bytearray(), iter(result)
        for chunk in chunks:
            whole += chunk
            if len(whole) > AT_ONCE:
                break
        else:
            protocol.response_bytes(*started[0], bytes(whole))
            return
        transport = protocol.response_stream(*started[0])
        self._send_chunk(transport, bytes(whole))
        for chunk in chunks:
            self._send_chunk(transport, chunk)

    def _send_chunk(self, transport: RSGIHTTPStreamTransport, chunk: bytes) -> None:
        # Raises TimeoutError, which closes the connection, when the client stalls.
        async def send() -> None:
            async with asyncio.timeout(IDLE_SECONDS):
                await transport.send_bytes(chunk)

        asyncio.run_coroutine_threadsafe(send(), self.loop).result(IDLE_SECONDS + 1)


def _find_body_limit_of(scope: Scope) -> int:
    """The maximum size of the request's body, 0 when it has none. Raises Refusal before any of it is read."""
    if scope.method in ("TRACE", "TRACK", "CONNECT"):
        raise Refusal(405)
    limit = find_body_limit(scope.path)
    announced = scope.headers.get("content-length")
    if announced is None:
        return limit if "transfer-encoding" in scope.headers else 0
    if not announced.isdecimal():
        raise Refusal(400)
    if int(announced) > limit:
        raise Refusal(413)
    return int(announced)


def _convert_to_refusal(error: BaseException) -> BaseException:
    if isinstance(error, TimeoutError):
        return Refusal(408)
    if isinstance(error, OSError):  # The disk with the temporary file is full.
        logger.error("cannot store the body of a request: %s", error)
        return Refusal(503)
    return error


def _load_django() -> Application:
    from stedennet.config.wsgi import application

    return cast(Application, application)


def load() -> Entry:
    """The entry point with Django behind it; Granian calls this once in each process."""
    from stedennet.config.env import env

    return Entry(_load_django(), proxies=env.trusted_proxies)
