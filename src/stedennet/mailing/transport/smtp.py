"""Handing over by SMTP: keeps several connections busy, in one thread.

A thread of its own for the connections was tried and was slower: each time that it read or wrote it had to wait for
its turn in Python while the other one worked.
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
"""How often a connection may be lost before no other is opened in its place."""
BATCH_SIZE, BATCH_SECONDS = 100, 0.05
"""So many answers at once, or what came in so many seconds."""


class SmtpTransport:
    """Carries parcels over at most `connections` connections; a parcel is made when a connection is free for it."""

    def __init__(self, server: Server, *, connections: int = 4) -> None:
        self._server, self._most, self._losses = server, connections, 0
        self._backlog: deque[Iterator[RawMail]] = deque()
        self._ahead: RawMail | None = None
        self._lines: set[SmtpConnection] = set()
        self._said: list[Answer] = []
        self._selector = selectors.DefaultSelector()

    def post(self, parcels: Iterable[RawMail]) -> None:
        """Take these; does not wait."""
        self._backlog.append(iter(parcels))
        self._begin()

    def recall(self) -> None:
        """Begin no more; what was not begun is answered UNSENT."""
        self._give_back("called back")

    def answers(self) -> list[Answer]:
        """What became of some; waits until there is an answer, at most a second, and a little for more."""
        begin = time.monotonic()
        while self._goes_on(time.monotonic() - begin):
            self._begin()
            if not any(not line.is_idle for line in self._lines):
                break
            self._listen(BATCH_SECONDS)
        said, self._said = self._said, []
        return said

    def _goes_on(self, seconds: float) -> bool:
        return len(self._said) < BATCH_SIZE and seconds < (BATCH_SECONDS if self._said else 1)

    def close(self) -> None:
        """Say goodbye to the server."""
        for line in self._lines:
            line.hang_up(politely=line.is_idle)
        self._lines.clear()
        self._selector.close()

    def _next(self) -> RawMail | None:
        parcel, self._ahead = self._ahead, None
        while parcel is None and self._backlog:
            parcel = next(self._backlog[0], None)
            if parcel is None:
                self._backlog.popleft()
        return parcel

    def _has_more(self) -> bool:
        if self._ahead is None:
            self._ahead = self._next()
        return self._ahead is not None

    def _give_back(self, why: str) -> None:
        while parcel := self._next():
            self._said.append(Answer(parcel.number, Result.UNSENT, why))

    def _begin(self) -> None:
        for line in [one for one in self._lines if one.is_idle]:
            self._guarded(line, line.take)
        # Another connection only while work waits: ten mails need no ten connections.
        while len(self._lines) < self._most and self._has_more() and self._open():
            pass
        if not self._lines:
            self._give_back("no connection")

    def _open(self) -> bool:
        try:
            line = SmtpConnection(self._server, self._next)
        except ConnectionLost as lost:
            # With others open, the server wants no more of them; with none, it is down.
            self._most = len(self._lines)
            if not self._lines:
                self._give_back(str(lost))
            return False
        self._lines.add(line)
        self._selector.register(line.socket, selectors.EVENT_READ, line)
        self._guarded(line, line.take)
        return True

    def _listen(self, seconds: float) -> None:
        for key, _mask in self._selector.select(seconds):
            line: SmtpConnection = key.data
            self._guarded(line, partial(self._hear, line))
        for line in [one for one in self._lines if one.is_silent]:
            self._lose(line, "no answer in time")

    def _hear(self, line: SmtpConnection) -> None:
        self._said.extend(line.hear())

    def _guarded(self, line: SmtpConnection, work: Callable[[], object]) -> None:
        try:
            work()
        except ConnectionLost as lost:
            self._lose(line, str(lost))

    def _lose(self, line: SmtpConnection, why: str) -> None:
        self._selector.unregister(line.socket)
        self._lines.discard(line)
        self._said.extend(line.abandoned(why))
        line.hang_up(politely=False)
        self._losses += 1
        if self._losses > MAX_LOSSES:
            self._most = len(self._lines)
