"""What goes to a mail server, and what comes of it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from ..rules.refusals import RefusalCause


@dataclass(frozen=True, slots=True)
class RawMail:
    """One mail: `number` is its delivery, `data` the whole message with CRLF but without the last dot."""

    number: int
    sender: str
    to: str
    data: bytes


class Result(Enum):
    """What became of a parcel."""

    TAKEN = "the server took it"
    LATER = "the server said: later (4xx)"
    REFUSED = "the server said: never (5xx)"
    UNSENT = "the server cannot have it"
    UNKNOWN = "the connection broke before the server said whether it took it"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of the parcel `number`, and what a refusal is about (None: “later”, to whomever the mail goes)."""

    number: int
    said: Result
    text: str = ""
    about: RefusalCause | None = None


class Transport(Protocol):
    """Carries parcels; gives exactly one answer for each, in any order."""

    def post(self, parcels: Iterable[RawMail]) -> None:
        """Take these; does not wait."""

    def recall(self) -> None:
        """Begin no more; what was not begun is answered UNSENT."""

    def answers(self) -> list[Answer]:
        """What became of some; waits until there is an answer, at most a second."""

    def close(self) -> None:
        """Say goodbye to the server."""
