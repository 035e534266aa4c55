"""The mails handed to a transport, and its answers. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from ..rules.refusals import RefusalCause


@dataclass(frozen=True, slots=True)
class RawMail:
    """One mail: `number` is the key of its delivery, `data` the whole message with CRLF but without the final dot."""

    number: int
    sender: str
    to: str
    data: bytes


class Result(Enum):
    """The outcome of sending a mail."""

    TAKEN = "the server took it"
    LATER = "the server said: later (4xx)"
    REFUSED = "the server said: never (5xx)"
    UNSENT = "the server cannot have received it"
    UNKNOWN = "the connection broke before the server said whether it took it"


@dataclass(frozen=True, slots=True)
class Answer:
    """The result for mail `number`. `cause` explains a refusal; None for a deferral that concerns every addressee."""

    number: int
    result: Result
    text: str = ""
    cause: RefusalCause | None = None


class Transport(Protocol):
    """Hands mails to a mail server; gives exactly one answer for each, in any order."""

    def send(self, mails: Iterable[RawMail]) -> None:
        """Queue these mails; does not block."""

    def cancel(self) -> None:
        """Stop sending; mails not started yet are answered UNSENT."""

    def receive_answers(self) -> list[Answer]:
        """Return the answers known by now; blocks until there is one, at most a second."""

    def close(self) -> None:
        """Close all connections."""
