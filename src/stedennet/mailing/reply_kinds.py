"""What an answer to a mail becomes. Rooms register a kind; the mails that can be answered name it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Addressee:
    """Who may answer: the address and language of the person to whom the mail went, as they are now."""

    email: str
    language: str


@dataclass(frozen=True, kw_only=True)
class ReplyKind:
    """A kind of mail that can be answered.

    `find_addressee` gives who has the record with this key now, None when it is gone. `accept` hands over the text,
    with a name that is the same each time that this answer comes in; it raises a DomainError that its writer may read.
    """

    name: str
    find_addressee: Callable[[str], Addressee | None]
    accept: Callable[[str, str, str], object]


_kinds: dict[str, ReplyKind] = {}


def register_reply_kind(kind: ReplyKind) -> None:
    """Register a kind; replaces one with the same name."""
    _kinds[kind.name] = kind


def find_reply_kind(name: str) -> ReplyKind | None:
    """Return the kind with this name, or None."""
    return _kinds.get(name)
