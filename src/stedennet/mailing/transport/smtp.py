"""Transport over SMTP that keeps several connections busy in one thread.

A separate thread for the connections turned out to be slower: each time it read or wrote, it had to wait for the GIL.
"""

import selectors
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from .messages import Answer, RawMail, Result
from .smtp_connection import ConnectionLost, Server, SmtpConnection

__all__ = ["Server", "SmtpTransport"]
MAX_LOSSES = 3
"""Lost connections that are replaced by a new one; after that no more are opened."""
BATCH_SIZE, BATCH_SECONDS = 100, 0.05
"""The answers returned together: at most this many, or those that arrive within this many seconds."""


class SmtpTransport:
    """Sends over at most `connections` connections; a mail is only built once a connection is free for it."""

    def __init__(self, server: Server, *, connections: int = 4) -> None:
        self._server, self._max_connections, self._losses = server, connections, 0
        self._backlog: deque[Iterator[RawMail]] = deque()
        self._lookahead: RawMail | None = None
        self._connections: set[SmtpConnection] = set()
        self._answers: list[Answer] = []
        self._selector = selectors.DefaultSelector()

    def send(self, mails: Iterable[RawMail]) -> None:
        """Queue these mails; does not block."""
        self._backlog.append(iter(mails))
        self._start_mails()

    def cancel(self) -> None:
        """Start no more mails; those not started are answered UNSENT."""
        self._answer_unsent("called back")

    def receive_answers(self) -> list[Answer]:
        """Return the answers known by now; blocks until there is one, at most a second, and briefly for more."""
        started = time.monotonic()
        while self._should_wait(time.monotonic() - started):
            self._start_mails()
            if all(connection.is_idle for connection in self._connections):
                break
            self._listen(BATCH_SECONDS)
        answers, self._answers = self._answers, []
        return answers

    def _should_wait(self, seconds: float) -> bool:
        return len(self._answers) < BATCH_SIZE and seconds < (BATCH_SECONDS if self._answers else 1)

    def close(self) -> None:
        """Close all connections."""
        for connection in self._connections:
            connection.close(politely=connection.is_idle)
        self._connections.clear()
        self._selector.close()

    def _next_mail(self) -> RawMail | None:
        mail, self._lookahead = self._lookahead, None
        while mail is None and self._backlog:
            mail = next(self._backlog[0], None)
            if mail is None:
                self._backlog.popleft()
        return mail

    def _has_next_mail(self) -> bool:
        if self._lookahead is None:
            self._lookahead = self._next_mail()
        return self._lookahead is not None

    def _answer_unsent(self, why: str) -> None:
        while mail := self._next_mail():
            self._answers.append(Answer(mail.number, Result.UNSENT, why))

    def _start_mails(self) -> None:
        for connection in [connection for connection in self._connections if connection.is_idle]:
            self._run_guarded(connection, connection.start_next)
        # Open another connection only while mails wait: ten mails do not need ten connections.
        while len(self._connections) < self._max_connections and self._has_next_mail() and self._open_connection():
            pass
        if not self._connections:
            self._answer_unsent("no connection")

    def _open_connection(self) -> bool:
        try:
            connection = SmtpConnection(self._server, self._next_mail)
        except ConnectionLost as error:
            # With other connections open the server wants no more of them; without any it is down.
            self._max_connections = len(self._connections)
            if not self._connections:
                self._answer_unsent(str(error))
            return False
        self._connections.add(connection)
        self._selector.register(connection.socket, selectors.EVENT_READ, connection)
        self._run_guarded(connection, connection.start_next)
        return True

    def _listen(self, seconds: float) -> None:
        for key, _mask in self._selector.select(seconds):
            connection: SmtpConnection = key.data
            self._run_guarded(connection, partial(self._read_answers, connection))
        for connection in [connection for connection in self._connections if connection.is_silent]:
            self._drop(connection, "no answer in time")

    def _read_answers(self, connection: SmtpConnection) -> None:
        self._answers.extend(connection.read_answers())

    def _run_guarded(self, connection: SmtpConnection, work: Callable[[], object]) -> None:
        try:
            work()
        except ConnectionLost as error:
            self._drop(connection, str(error))

    def _drop(self, connection: SmtpConnection, why: str) -> None:
        self._selector.unregister(connection.socket)
        self._connections.discard(connection)
        self._answers.extend(connection.abandon(why))
        connection.close(politely=False)
        self._losses += 1
        if self._losses > MAX_LOSSES:
            self._max_connections = len(self._connections)
