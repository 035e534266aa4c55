"""Mail servers that accept everything and store nothing, each in a separate process.

There is `aiosmtpd`, the same with PIPELINING, and a bare one with PIPELINING. All count the mails, and those to an
address that had one already.
"""

import asyncio
import multiprocessing as mp
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any


class Tally:
    """The mails that a sink received."""

    def __init__(self) -> None:
        self.mails = 0
        self.seen: set[bytes] = set()
        self.twice = 0

    def took(self, address: bytes) -> None:
        """Count one mail."""
        self.mails += 1
        if address in self.seen:
            self.twice += 1
        self.seen.add(address)


class Bare(asyncio.Protocol):
    """A server with just enough SMTP, with PIPELINING."""

    def __init__(self, tally: Tally) -> None:
        self.tally, self.heard, self.in_data, self.address = tally, b"", False, b""

    def connection_made(self, transport: Any) -> None:
        """Send the greeting."""
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Process complete commands, and keep the rest."""
        self.heard += data
        answers: list[bytes] = []
        while self._step(answers):
            pass
        if answers:
            self.transport.write(b"".join(answers))

    def _step(self, answers: list[bytes]) -> bool:
        end = b"\r\n.\r\n" if self.in_data else b"\r\n"
        line, found, rest = self.heard.partition(end)
        if not found:
            return False
        self.heard = rest
        if self.in_data:
            self.in_data = False
            self.tally.took(self.address)
            answers.append(b"250 taken\r\n")
        else:
            answers.append(self._command(line))
        return True

    def _command(self, line: bytes) -> bytes:
        verb = line[:4].upper()
        if verb == b"EHLO":
            return b"250-sink\r\n250 PIPELINING\r\n"
        if verb == b"RCPT":
            self.address = line
        if verb == b"DATA":
            self.in_data = True
            return b"354 go on\r\n"
        return b"250 well\r\n"


def _serve_bare(pipe: Connection) -> None:
    async def serve() -> None:
        tally = Tally()
        server = await asyncio.get_running_loop().create_server(lambda: Bare(tally), "127.0.0.1", 0)
        await _answer(pipe, server.sockets[0].getsockname()[1], tally)

    asyncio.run(serve())


def _serve_aiosmtpd(pipe: Connection, *, pipelining: bool = False) -> None:
    from aiosmtpd.smtp import SMTP

    tally = Tally()

    class Handler:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            tally.took(envelope.rcpt_tos[0].encode())
            return "250 taken"

    class Announcing(Handler):
        """Announces PIPELINING, which is true: it reads commands one by one."""

        async def handle_EHLO(
            self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
        ) -> list[str]:
            session.host_name = hostname
            return [*responses[:-1], "250-PIPELINING", responses[-1]]

    handler = Announcing() if pipelining else Handler()

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(handler, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
        await _answer(pipe, server.sockets[0].getsockname()[1], tally)

    asyncio.run(serve())


def _serve_pipelining(pipe: Connection) -> None:
    _serve_aiosmtpd(pipe, pipelining=True)


SERVERS = {"bare": _serve_bare, "aiosmtpd": _serve_aiosmtpd, "pipelining": _serve_pipelining}


async def _answer(pipe: Connection, port: int, tally: Tally) -> None:
    pipe.send(port)
    while True:
        await asyncio.sleep(0.02)
        if pipe.poll():
            if pipe.recv() == "end":
                return
            pipe.send((tally.mails, tally.twice))
            tally.mails, tally.twice = 0, 0
            tally.seen.clear()


class Sink:
    """A running sink: its port, and the mails since the last call of `got`."""

    def __init__(self, port: int, pipe: Connection) -> None:
        self.port, self._pipe = port, pipe

    def got(self) -> tuple[int, int]:
        """The number of mails, and the number of them to an address that had one already."""
        self._pipe.send("count")
        return self._pipe.recv()  # type: ignore[no-any-return]


@contextmanager
def running(kind: str) -> Iterator[Sink]:
    """Run a sink of `SERVERS` in a separate process."""
    ours, theirs = mp.Pipe()
    context = mp.get_context("spawn")
    process = context.Process(target=SERVERS[kind], args=(theirs,))
    process.start()
    try:
        yield Sink(ours.recv(), ours)
    finally:
        ours.send("end")
        process.join(5)
        process.kill()
