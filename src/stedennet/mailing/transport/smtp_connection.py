"""One connection with an SMTP server that stays open; signing on is smtplib's, the talk about mails is ours.

Where the server announces PIPELINING (RFC 2920), the end of one mail travels with the envelope of the next, so that a
mail costs one round trip instead of four.
"""

import smtplib
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from ..rules import refusals
from ..rules.refusals import RefusalCause
from .messages import Answer, RawMail, Result


@dataclass(frozen=True)
class Server:
    """A mail server and how to sign on; in seconds how long that may take, and how long an answer may take.

    An answer gets its time: who hangs up just before the server's yes makes somebody get the mail twice.
    """

    host: str
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    tls_from_start: bool = False
    starttls: bool = False
    timeout: float = 10
    patience: float = 60


class ConnectionLost(Exception):
    """The connection is of no use any more."""


class Step(Enum):
    """What an answer is about."""

    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    END = auto()
    RSET = auto()


class SmtpConnection:
    """One connection. `take` begins a parcel, `hear` reads what the server says and goes on."""

    def __init__(self, server: Server, next_parcel: Callable[[], RawMail | None]) -> None:
        self._smtp = open_smtp_session(server)
        self._next = next_parcel
        self.pipelining = self._smtp.has_extn("pipelining")
        if self._smtp.sock is None:
            raise ConnectionLost("no connection")
        self.socket = self._smtp.sock
        self.socket.settimeout(server.patience)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._patience, self._heard_at = server.patience, time.monotonic()
        self._expected: deque[tuple[Step, RawMail | None]] = deque()
        self._refusals: dict[int, Answer] = {}
        self._heard = b""
        self._answers: list[Answer] = []

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._expected

    @property
    def is_silent(self) -> bool:
        """Whether the server owes an answer for too long."""
        return not self.is_idle and time.monotonic() - self._heard_at > self._patience

    def take(self) -> None:
        """Begin the next parcel, if there is one."""
        parcel = self._next()
        if parcel:
            self._heard_at = time.monotonic()
            self._write(self._envelope(parcel))

    def _envelope(self, parcel: RawMail) -> bytes:
        steps = [Step.MAIL, Step.RCPT, Step.DATA] if self.pipelining else [Step.MAIL]
        self._expected.extend((step, parcel) for step in steps)
        return b"".join(_build_command(step, parcel) for step in steps)

    def _write(self, data: bytes) -> None:
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise ConnectionLost(str(error)) from error

    def hear(self) -> list[Answer]:
        """Read what came, go on with it, and give the answers that are known now. Raises Lost."""
        self._read()
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            if line[3:4] != b"-":
                self._reply(line.rstrip(b"\r").decode("utf-8", "replace"))
        return self.known()

    def known(self) -> list[Answer]:
        """Answers that nobody took yet."""
        answers, self._answers = self._answers, []
        return answers

    def _read(self) -> None:
        try:
            data = self.socket.recv(65536)
            while isinstance(self.socket, ssl.SSLSocket) and self.socket.pending():
                data += self.socket.recv(65536)
        except OSError as error:
            raise ConnectionLost(str(error)) from error
        if not data or len(self._heard) > 1_000_000:
            raise ConnectionLost("the server hung up")
        self._heard += data
        self._heard_at = time.monotonic()

    def _reply(self, line: str) -> None:
        code = int(line[:3]) if line[:3].isdecimal() else 0
        if not self._expected or not 200 <= code <= 599:
            raise ConnectionLost(f"the server said {line[:200]!r}")
        step, parcel = self._expected.popleft()
        if code == 421:
            self._expected.appendleft((step, parcel))
            raise ConnectionLost(f"the server closes: {line[:200]}")
        if parcel:
            _HANDLERS[step](self, parcel, code, line)

    def _after_mail(self, parcel: RawMail, code: int, line: str) -> None:
        if code // 100 == 2:
            self._go_on(Step.RCPT, parcel)
        else:
            self._refuse(parcel, code, line, Step.MAIL)

    def _after_rcpt(self, parcel: RawMail, code: int, line: str) -> None:
        if code // 100 == 2:
            self._go_on(Step.DATA, parcel)
        else:
            self._refuse(parcel, code, line, Step.RCPT)

    def _go_on(self, step: Step, parcel: RawMail) -> None:
        if not self.pipelining:
            self._expected.append((step, parcel))
            self._write(_build_command(step, parcel))

    def _refuse(self, parcel: RawMail, code: int, line: str, step: Step) -> None:
        self._refusals.setdefault(parcel.number, _build_refusal(parcel, code, line, step))
        if not self.pipelining:
            self._give_up(parcel)

    def _give_up(self, parcel: RawMail) -> None:
        self._answers.append(self._refusals.pop(parcel.number))
        self._expected.append((Step.RSET, parcel))
        self._write(b"RSET\r\n")

    def _after_data(self, parcel: RawMail, code: int, line: str) -> None:
        if code == 354 and parcel.number in self._refusals:
            # Nobody to send it to, and yet the server wants it (RFC 2920 section 3.1): an empty mail.
            self._expected.append((Step.END, parcel))
            self._write(b".\r\n")
        elif code == 354:
            self._send_body(parcel)
        else:
            self._refusals.setdefault(parcel.number, _build_refusal(parcel, code, line, Step.DATA))
            self._give_up(parcel)

    def _send_body(self, parcel: RawMail) -> None:
        self._expected.append((Step.END, parcel))
        data = parcel.data + (b".\r\n" if parcel.data.endswith(b"\r\n") else b"\r\n.\r\n")
        following = self._next() if self.pipelining else None
        self._write(data + self._envelope(following) if following else data)

    def _after_end(self, parcel: RawMail, code: int, line: str) -> None:
        answer = self._refusals.pop(parcel.number, None) or (
            Answer(parcel.number, Result.TAKEN) if code // 100 == 2 else _build_refusal(parcel, code, line, Step.END)
        )
        self._answers.append(answer)
        self._take_when_idle()

    def _after_rset(self, parcel: RawMail, code: int, line: str) -> None:
        self._take_when_idle()

    def _take_when_idle(self) -> None:
        if self.is_idle:
            self.take()

    def abandoned(self, why: str) -> list[Answer]:
        """What is known of the parcels of a lost connection: only one whose end was sent may have been taken."""
        answers = self.known()
        told = {answer.number for answer in answers}
        ended = {one.number for step, one in self._expected if step is Step.END and one}
        for number in dict.fromkeys(one.number for _step, one in self._expected if one):
            if number not in told:
                answers.append(self._refusals.get(number) or _build_abandoned(number, number in ended, why))
        self._expected.clear()
        return answers

    def hang_up(self, *, politely: bool) -> None:
        """Close the connection."""
        try:
            if politely:
                self._smtp.docmd("QUIT")
        except (OSError, smtplib.SMTPException):
            pass  # It is over anyhow.
        finally:
            self._smtp.close()


_HANDLERS: dict[Step, Callable[[SmtpConnection, RawMail, int, str], None]] = {
    Step.MAIL: SmtpConnection._after_mail,
    Step.RCPT: SmtpConnection._after_rcpt,
    Step.DATA: SmtpConnection._after_data,
    Step.END: SmtpConnection._after_end,
    Step.RSET: SmtpConnection._after_rset,
}


def open_smtp_session(server: Server) -> smtplib.SMTP:
    """Connect, say hello, TLS, and the password. Raises Lost."""
    try:
        if server.tls_from_start:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        smtp.ehlo_or_helo_if_needed()
        if server.starttls:
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
    except (OSError, smtplib.SMTPException) as error:
        raise ConnectionLost(f"{type(error).__name__}: {error}") from error
    return smtp


def _build_command(step: Step, parcel: RawMail) -> bytes:
    if step is Step.MAIL:
        return f"MAIL FROM:<{parcel.sender}>\r\n".encode("ascii")
    if step is Step.RCPT:
        return f"RCPT TO:<{parcel.to}>\r\n".encode("ascii")
    return b"DATA\r\n"


def _build_refusal(parcel: RawMail, code: int, line: str, step: Step) -> Answer:
    if code // 100 == 5:
        return Answer(parcel.number, Result.REFUSED, line[:300], _classify_refusal(line, step))
    of_one = step is Step.RCPT and refusals.is_about_one_recipient(line)
    return Answer(parcel.number, Result.LATER, line[:300], RefusalCause.PASSING if of_one else None)


def _classify_refusal(line: str, step: Step) -> RefusalCause | None:
    if step is Step.MAIL:
        return RefusalCause.US  # The addressee was not named yet.
    if step is Step.RCPT or refusals.find_status(line):
        return refusals.classify_refusal(line)
    return RefusalCause.US  # The mail itself was refused, and nothing says that the addressee was.


def _build_abandoned(number: int, ended: bool, why: str) -> Answer:
    return Answer(number, Result.UNKNOWN if ended else Result.UNSENT, why[:300])
