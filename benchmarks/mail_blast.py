"""The fastest that a client can be: mails that are ready, over so many connections, no checks, no database."""

import selectors
import socket
from collections.abc import Sequence
from typing import Any

HELLO = b"EHLO benchmark\r\n"


def steps_of(parcel: Any) -> list[bytes]:
    """What is said for one mail."""
    mail, to = f"MAIL FROM:<{parcel.sender}>\r\n", f"RCPT TO:<{parcel.to}>\r\n"
    return [mail.encode(), to.encode(), b"DATA\r\n", parcel.data + b".\r\n"]


class Talk:
    """One connection; each thing to say waits for the answers to the one before."""

    def __init__(self, port: int, parcels: Sequence[Any]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.recv(4096)
        self.socket.sendall(HELLO)
        pipelining = b"PIPELINING" in self.socket.recv(4096)
        steps = [steps_of(one) for one in parcels]
        self.words = iter(_in_groups(steps) if pipelining else [(word, 1) for one in steps for word in one])
        self.left = 0

    def begin(self) -> bool:
        """Say the next thing; False when all is said."""
        word, self.left = next(self.words, (b"", 0))
        if word:
            self.socket.sendall(word)
        return bool(word)

    def hear(self) -> bool:
        """Read answers; False when all is said and answered."""
        self.left -= self.socket.recv(65536).count(b"\n")
        return self.left > 0 or self.begin()


def _in_groups(steps: list[list[bytes]]) -> list[tuple[bytes, int]]:
    """With PIPELINING: the end of each mail with the envelope of the next; how many answers come to it."""
    envelopes = [b"".join(one[:3]) for one in steps]
    ends = [one[3] + after for one, after in zip(steps, [*envelopes[1:], b""], strict=True)]
    return [(envelopes[0], 3), *((end, 4) for end in ends[:-1]), (ends[-1], 1)]


def blast(talks: list[Talk]) -> None:
    """Until everything is said and answered."""
    selector = selectors.DefaultSelector()
    for talk in talks:
        talk.begin()
        selector.register(talk.socket, selectors.EVENT_READ, talk)
    while selector.get_map():
        for key, _mask in selector.select():
            if not key.data.hear():
                selector.unregister(key.data.socket)
                key.data.socket.close()
