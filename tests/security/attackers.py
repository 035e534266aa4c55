"""Clients that hold connections: idle ones, slow headers, slow bodies. On this machine only."""

import socket
from contextlib import suppress

ATTACKER = "127.0.0.2"
"""They come from another address than the reader, as they would."""


class Attack:
    """Connections that stay open until the end of a `with`; `port` is where the site or its proxy answers."""

    def __init__(self, port: int, host: str = "localhost", source: str = ATTACKER) -> None:
        self.port, self.host, self.source = port, host, source
        self.sockets: list[socket.socket] = []
        self.answers: dict[socket.socket, bytes] = {}

    def __enter__(self) -> "Attack":
        return self

    def __exit__(self, *args: object) -> None:
        for connection in self.sockets:
            connection.close()

    def keep_idle(self, count: int) -> "Attack":
        """Connections that had an answer and stay open."""
        for connection in self._connect(count):
            connection.sendall(f"GET /livez HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())
            connection.recv(4096)
        return self

    def send_slow_headers(self, count: int) -> "Attack":
        """Connections that begin a request and do not end its headers."""
        for connection in self._connect(count):
            connection.sendall(f"GET / HTTP/1.1\r\nHost: {self.host}\r\nX-Slow: ".encode())
        return self

    def send_slow_bodies(self, count: int, path: str = "/initiatieven/aanmelden/") -> "Attack":
        """Connections that announce a form and send ten bytes of it."""
        for connection in self._connect(count):
            head = f"POST {path} HTTP/1.1\r\nHost: {self.host}\r\nContent-Length: 1000\r\n"
            connection.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nnaam=adada".encode())
        return self

    def closed(self, *, drip: bool) -> int:
        """How many the other side has closed; `drip` sends one byte more on each that it has not."""
        closed = 0
        for connection in self.sockets:
            connection.setblocking(False)
            try:
                closed += connection.recv(65536) == b""
            except BlockingIOError:
                if drip:
                    with suppress(OSError):
                        connection.send(b"a")
            except OSError:
                closed += 1
        return closed

    def count_answers(self, status: bytes) -> int:
        """How many of the connections have had an answer with this status, such as b" 429 "."""
        for connection in self.sockets:
            connection.setblocking(False)
            with suppress(OSError):
                self.answers[connection] = self.answers.get(connection, b"") + connection.recv(65536)
        return sum(status in answer[:20] for answer in self.answers.values())

    def _connect(self, count: int) -> list[socket.socket]:
        fresh = [
            socket.create_connection(("127.0.0.1", self.port), timeout=10, source_address=(self.source, 0))
            for _ in range(count)
        ]
        self.sockets += fresh
        return fresh


def ask(port: int, request: str | bytes, *, seconds: float = 10) -> bytes:
    """What a raw request is answered, wholly; raises TimeoutError when nothing comes for `seconds`."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.sendall(request.encode() if isinstance(request, str) else request)
        answer = b""
        with suppress(ConnectionResetError):
            while chunk := connection.recv(65536):
                answer += chunk
        return answer


def get(port: int, path: str, *, host: str = "localhost", headers: str = "", seconds: float = 10) -> bytes:
    """What a reader gets, wholly."""
    return ask(port, f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n", seconds=seconds)
