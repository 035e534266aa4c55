"""Erasers: each room registers how it removes a person who leaves."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Leaver:
    """A person who leaves: one of the addresses, in lower case, and the key of the account, None without one."""

    email: str
    user_id: int | None = None


Eraser = Callable[[Leaver], int]
"""Removes the person from the tables of one room, in the caller's transaction; returns how many rows changed."""

_erasers: dict[str, Eraser] = {}


def register_eraser(room: str, eraser: Eraser) -> None:
    """Register the eraser of a room; the same room again replaces it."""
    _erasers[room] = eraser


def get_registered_erasers() -> dict[str, Eraser]:
    """The erasers of all rooms, highest room first, as installed."""
    return dict(_erasers)
