"""What must happen in each room when a person leaves: rooms register it when they start."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Leaver:
    """Who leaves: one of the addresses, in small letters, and the key of the account; None for who has none."""

    email: str
    user_id: int | None = None


Eraser = Callable[[Leaver], int]
"""Takes the person out of the tables of one room, in the caller's transaction; returns how many rows it changed."""

_erasers: dict[str, Eraser] = {}


def register_eraser(room: str, eraser: Eraser) -> None:
    """Say what this room does; the same room again replaces it."""
    _erasers[room] = eraser


def get_registered_erasers() -> dict[str, Eraser]:
    """What each room does, the highest rooms first, as they are installed."""
    return dict(_erasers)
