"""The hash chain: each event is bound to all earlier ones. Pure: values in, values out."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FIRST_HASH = "0" * 64
"""The previous hash of the very first event."""


@dataclass(frozen=True)
class Link:
    """One event as stored: its number, its content, and both hashes."""

    number: int
    said: Mapping[str, object]
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Break:
    """The first event that is not as it was recorded, and why."""

    number: int
    reason: str


def encode_canonical(said: Mapping[str, object]) -> str:
    """The canonical form of an event: JSON with sorted keys and no spaces, as ASCII."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def compute_chain_hash(previous_hash: str, number: int, said: Mapping[str, object]) -> str:
    """The SHA-256, in hexadecimal, of the previous hash, the number and the event."""
    return hashlib.sha256(f"{previous_hash}\n{number}\n{encode_canonical(said)}".encode()).hexdigest()


def find_first_break(links: Iterable[Link], *, after: int = 0, after_hash: str = FIRST_HASH) -> Break | None:
    """The first link that does not follow from its predecessors; None when the chain is intact.

    `after` and `after_hash` are the number and hash of the last pruned event.
    """
    number, previous = after, after_hash
    for link in links:
        if link.number != number + 1:
            return Break(number + 1, "it is missing")
        if link.previous_hash != previous:
            return Break(link.number, "it does not follow the event before it")
        if link.hash != compute_chain_hash(link.previous_hash, link.number, link.said):
            return Break(link.number, "it was changed after it was written")
        number, previous = link.number, link.hash
    return None


def normalise_value(value: Any) -> Any:
    """The value in a form that both databases return unchanged: text without NUL and lone surrogates, no floats or
    dates."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(normalise_value(str(key))): normalise_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [normalise_value(item) for item in value]
    return str(value).replace("\0", "").encode("utf-8", "replace").decode()[:300]
