"""Handing over by SMTP: a thread keeps several connections busy while the database is written."""

import queue
import selectors
import socket
import threading
from collections import deque
from collections.abc import Sequence

from .line import Line, Lost, Server
from .parcels import Answer, Parcel, Said

__all__ = ["BySmtp", "Server"]
SWITCHES = 3
"""How often a round may lose a connection and open another before it believes that the server is down."""


class BySmtp:
    """Carries parcels over at most `connections` connections."""

    def __init__(self, server: Server, *, connections: int = 4) -> None:
        self._office = _Office(server, connections)
        self._office.start()

    def post(self, parcels: Sequence[Parcel]) -> None:
        """Take these; does not wait."""
        self._office.backlog.extend(parcels)
        self._office.wake()

    def recall(self) -> None:
        """Begin no more; what was not begun is answered UNSENT."""
        self._office.give_back("called back")

    def answers(self) -> list[Answer]:
        """What became of some; waits until there is an answer, at most a second."""
        found = self._office.said
        answers: list[Answer] = []
        try:
            answers += found.get(timeout=1)
            while True:
                answers += found.get_nowait()
        except queue.Empty:
            pass
        if not answers and not self._office.is_alive():
            raise RuntimeError("the thread that talks to the mail server ended")
        return answers

    def close(self) -> None:
        """Say goodbye to the server."""
        self._office.over = True
        self._office.wake()
        self._office.join(30)


class _Office(threading.Thread):
    """Waits for any of the connections to say something."""

    def __init__(self, server: Server, connections: int) -> None:
        super().__init__(name="mail", daemon=True)
        self.backlog: deque[Parcel] = deque()
        self.said: queue.SimpleQueue[list[Answer]] = queue.SimpleQueue()
        self.over = False
        self._server, self._most, self._losses = server, connections, 0
        self._lines: set[Line] = set()
        self._selector = selectors.DefaultSelector()
        self._bell, self._ear = socket.socketpair()
        self._ear.setblocking(False)
        self._selector.register(self._ear, selectors.EVENT_READ)

    def wake(self) -> None:
        """There is something to do."""
        self._bell.send(b".")

    def give_back(self, why: str) -> None:
        """What nobody began goes back."""
        back = []
        while parcel := self._next():
            back.append(Answer(parcel.number, Said.UNSENT, why))
        if back:
            self.said.put(back)

    def _next(self) -> Parcel | None:
        try:
            return self.backlog.popleft()
        except IndexError:
            return None

    def run(self) -> None:
        """Until it is over and everything was said."""
        try:
            while not self.over:
                self._begin()
                self._listen()
        finally:
            for line in self._lines:
                line.hang_up(politely=line.is_idle)
            self._selector.close()
            self._bell.close()
            self._ear.close()

    def _begin(self) -> None:
        for line in [one for one in self._lines if one.is_idle]:
            self._guarded(line, line.take)
        # Another connection only while work waits: ten mails need no ten connections.
        while self.backlog and len(self._lines) < self._most:
            if not self._open():
                break
        if self.backlog and not self._lines:
            self.give_back("no connection")

    def _open(self) -> bool:
        try:
            line = Line(self._server, self._next)
        except Lost as lost:
            # With others open, the server wants no more of them; with none, it is down.
            self._most = len(self._lines)
            if not self._lines:
                self.give_back(str(lost))
            return False
        self._lines.add(line)
        self._selector.register(line.socket, selectors.EVENT_READ, line)
        self._guarded(line, line.take)
        return True

    def _listen(self) -> None:
        events = self._selector.select(self._server.patience)
        for key, _mask in events:
            if key.data is None:
                self._ear.recv(4096)
            else:
                self._hear(key.data)
        if not events:
            for line in [one for one in self._lines if not one.is_idle]:
                self._lose(line, "no answer in time")

    def _hear(self, line: Line) -> None:
        try:
            answers = line.hear()
        except Lost as lost:
            self._lose(line, str(lost))
        else:
            if answers:
                self.said.put(answers)

    def _guarded(self, line: Line, work) -> None:  # type: ignore[no-untyped-def]
        try:
            work()
        except Lost as lost:
            self._lose(line, str(lost))

    def _lose(self, line: Line, why: str) -> None:
        self._selector.unregister(line.socket)
        self._lines.discard(line)
        answers = line.abandoned(why)
        line.hang_up(politely=False)
        self._losses += 1
        if self._losses > SWITCHES:
            self._most = len(self._lines)
        if answers:
            self.said.put(answers)
