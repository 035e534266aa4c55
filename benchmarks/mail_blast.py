"""The fastest possible client: prepared mails over several connections, without checks or a database."""

import selectors
import socket
from collections.abc import Sequence
from typing import Any

HELLO = b"EHLO benchmark\r\n"


def steps_of(parcel: Any) -> list[bytes]:
    """The data to send for one mail, up to each point where the client waits for a reply."""
    mail, to = f"MAIL FROM:<{parcel.sender}>\r\n", f"RCPT TO:<{parcel.to}>\r\n"
    return [mail.encode(), to.encode(), b"DATA\r\n", parcel.data + b".\r\n"]


class Talk:
    """One connection; each step waits for the replies to the one before."""

    def __init__(self, port: int, mails: Sequence[Any]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.recv(4096)
        self.socket.sendall(HELLO)
        pipelining = b"PIPELINING" in self.socket.recv(4096)
        mails = [steps_of(mail) for mail in mails]
        self.steps = iter(_in_groups(mails) if pipelining else [(step, 1) for mail in mails for step in mail])
        self.replies_left = 0

    def begin(self) -> bool:
        """Send the next step; return False when there is none."""
        step, self.replies_left = next(self.steps, (b"", 0))
        if step:
            self.socket.sendall(step)
        return bool(step)

    def hear(self) -> bool:
        """Read replies; return False when everything is sent and answered."""
        self.replies_left -= self.socket.recv(65536).count(b"\n")
        return self.replies_left > 0 or self.begin()


def _in_groups(mails: list[list[bytes]]) -> list[tuple[bytes, int]]:
    """With PIPELINING: the end of each mail together with the envelope of the next, and the number of replies."""
    envelopes = [b"".join(steps[:3]) for steps in mails]
    ends = [steps[3] + after for steps, after in zip(mails, [*envelopes[1:], b""], strict=True)]
    return [(envelopes[0], 3), *((end, 4) for end in ends[:-1]), (ends[-1], 1)]


def blast(talks: list[Talk]) -> None:
    """Run until everything is sent and answered."""
    selector = selectors.DefaultSelector()
    for talk in talks:
        talk.begin()
        selector.register(talk.socket, selectors.EVENT_READ, talk)
    while selector.get_map():
        for key, _mask in selector.select():
            if not key.data.hear():
                selector.unregister(key.data.socket)
                key.data.socket.close()
