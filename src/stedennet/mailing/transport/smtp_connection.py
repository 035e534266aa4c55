"""A persistent connection to an SMTP server. smtplib opens and authenticates it; the dialogue about mails is ours.

If the server announces PIPELINING (RFC 2920), the end of one mail travels with the envelope of the next, so that a
mail takes one round trip instead of four.
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
    """A mail server and its credentials. `timeout` (connecting) and `patience` (one reply) are in seconds.

    `patience` is generous: hanging up just before the server accepts a mail means that somebody receives it twice.
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
    """The connection can no longer be used."""


class Step(Enum):
    """Commands of the dialogue to which a reply is due; END is the final dot."""

    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    END = auto()
    RSET = auto()


class SmtpConnection:
    """One connection. `start_next` begins a mail; `read_answers` handles the server's replies and continues."""

    def __init__(self, server: Server, next_mail: Callable[[], RawMail | None]) -> None:
        self._smtp = open_smtp_session(server)
        self._next_mail = next_mail
        self.pipelining = self._smtp.has_extn("pipelining")
        if self._smtp.sock is None:
            raise ConnectionLost("no connection")
        self.socket = self._smtp.sock
        self.socket.settimeout(server.patience)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._patience, self._last_reply_at = server.patience, time.monotonic()
        self._expected: deque[tuple[Step, RawMail | None]] = deque()
        self._refusals: dict[int, Answer] = {}
        self._buffer = b""
        self._answers: list[Answer] = []

    @property
    def is_idle(self) -> bool:
        """Whether no mail is being sent."""
        return not self._expected

    @property
    def is_silent(self) -> bool:
        """Whether a reply is overdue."""
        return not self.is_idle and time.monotonic() - self._last_reply_at > self._patience

    def start_next(self) -> None:
        """Start the next mail, if there is one."""
        mail = self._next_mail()
        if mail:
            self._last_reply_at = time.monotonic()
            self._write(self._build_envelope(mail))

    def _build_envelope(self, mail: RawMail) -> bytes:
        steps = [Step.MAIL, Step.RCPT, Step.DATA] if self.pipelining else [Step.MAIL]
        self._expected.extend((step, mail) for step in steps)
        return b"".join(_build_command(step, mail) for step in steps)

    def _write(self, data: bytes) -> None:
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise ConnectionLost(str(error)) from error

    def read_answers(self) -> list[Answer]:
        """Read and handle the server's replies; return the answers known by now. Raises ConnectionLost."""
        self._read()
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            if line[3:4] != b"-":
                self._handle_reply(line.rstrip(b"\r").decode("utf-8", "replace"))
        return self.pop_answers()

    def pop_answers(self) -> list[Answer]:
        """Return the answers since the last call."""
        answers, self._answers = self._answers, []
        return answers

    def _read(self) -> None:
        try:
            data = self.socket.recv(65536)
            while isinstance(self.socket, ssl.SSLSocket) and self.socket.pending():
                data += self.socket.recv(65536)
        except OSError as error:
            raise ConnectionLost(str(error)) from error
        if not data or len(self._buffer) > 1_000_000:
            raise ConnectionLost("the server hung up")
        self._buffer += data
        self._last_reply_at = time.monotonic()

    def _handle_reply(self, line: str) -> None:
        code = int(line[:3]) if line[:3].isdecimal() else 0
        if not self._expected or not 200 <= code <= 599:
            raise ConnectionLost(f"the server said {line[:200]!r}")
        step, mail = self._expected.popleft()
        if code == 421:
            self._expected.appendleft((step, mail))
            raise ConnectionLost(f"the server closes: {line[:200]}")
        if mail:
            _HANDLERS[step](self, mail, code, line)

    def _after_mail(self, mail: RawMail, code: int, line: str) -> None:
        if code // 100 == 2:
            self._continue(Step.RCPT, mail)
        else:
            self._refuse(mail, code, line, Step.MAIL)

    def _after_rcpt(self, mail: RawMail, code: int, line: str) -> None:
        if code // 100 == 2:
            self._continue(Step.DATA, mail)
        else:
            self._refuse(mail, code, line, Step.RCPT)

    def _continue(self, step: Step, mail: RawMail) -> None:
        if not self.pipelining:
            self._expected.append((step, mail))
            self._write(_build_command(step, mail))

    def _refuse(self, mail: RawMail, code: int, line: str, step: Step) -> None:
        self._refusals.setdefault(mail.number, _build_refusal(mail, code, line, step))
        if not self.pipelining:
            self._give_up(mail)

    def _give_up(self, mail: RawMail) -> None:
        self._answers.append(self._refusals.pop(mail.number))
        self._expected.append((Step.RSET, mail))
        self._write(b"RSET\r\n")

    def _after_data(self, mail: RawMail, code: int, line: str) -> None:
        if code == 354 and mail.number in self._refusals:
            # The recipient was refused, yet the server accepts DATA (RFC 2920 section 3.1): send an empty mail.
            self._expected.append((Step.END, mail))
            self._write(b".\r\n")
        elif code == 354:
            self._send_body(mail)
        else:
            self._refusals.setdefault(mail.number, _build_refusal(mail, code, line, Step.DATA))
            self._give_up(mail)

    def _send_body(self, mail: RawMail) -> None:
        self._expected.append((Step.END, mail))
        data = mail.data + (b".\r\n" if mail.data.endswith(b"\r\n") else b"\r\n.\r\n")
        next_mail = self._next_mail() if self.pipelining else None
        self._write(data + self._build_envelope(next_mail) if next_mail else data)

    def _after_end(self, mail: RawMail, code: int, line: str) -> None:
        answer = self._refusals.pop(mail.number, None) or (
            Answer(mail.number, Result.TAKEN) if code // 100 == 2 else _build_refusal(mail, code, line, Step.END)
        )
        self._answers.append(answer)
        self._start_next_when_idle()

    def _after_rset(self, mail: RawMail, code: int, line: str) -> None:
        self._start_next_when_idle()

    def _start_next_when_idle(self) -> None:
        if self.is_idle:
            self.start_next()

    def abandon(self, why: str) -> list[Answer]:
        """Return an answer for each mail of a lost connection; only a mail sent to its end may have been accepted."""
        answers = self.pop_answers()
        answered = {answer.number for answer in answers}
        ended = {mail.number for step, mail in self._expected if step is Step.END and mail}
        for number in dict.fromkeys(mail.number for _step, mail in self._expected if mail):
            if number not in answered:
                answers.append(self._refusals.get(number) or _build_lost_answer(number, number in ended, why))
        self._expected.clear()
        return answers

    def close(self, *, politely: bool) -> None:
        """Close the connection."""
        try:
            if politely:
                self._smtp.docmd("QUIT")
        except (OSError, smtplib.SMTPException):
            pass  # The connection is closed either way.
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
    """Connect, send EHLO, start TLS and log in. Raises ConnectionLost."""
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


def _build_command(step: Step, mail: RawMail) -> bytes:
    if step is Step.MAIL:
        return f"MAIL FROM:<{mail.sender}>\r\n".encode("ascii")
    if step is Step.RCPT:
        return f"RCPT TO:<{mail.to}>\r\n".encode("ascii")
    return b"DATA\r\n"


def _build_refusal(mail: RawMail, code: int, line: str, step: Step) -> Answer:
    if code // 100 == 5:
        return Answer(mail.number, Result.REFUSED, line[:300], _classify_refusal(line, step))
    about_one = step is Step.RCPT and refusals.is_about_one_recipient(line)
    return Answer(mail.number, Result.LATER, line[:300], RefusalCause.PASSING if about_one else None)


def _classify_refusal(line: str, step: Step) -> RefusalCause | None:
    if step is Step.MAIL:
        return RefusalCause.US  # The addressee is not yet known to the server.
    if step is Step.RCPT or refusals.find_status(line):
        return refusals.classify_refusal(line)
    return RefusalCause.US  # The mail itself was refused, and nothing points to the addressee.


def _build_lost_answer(number: int, ended: bool, why: str) -> Answer:
    return Answer(number, Result.UNKNOWN if ended else Result.UNSENT, why[:300])
