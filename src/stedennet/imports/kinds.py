"""What can be read in: each room registers its own when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stedennet.core.import_plans import Plan, Progress


@dataclass(frozen=True)
class ImportKind:
    """How files of one kind are read in; `target` names what they are read into, empty where there is one only.

    `preview` and `carry_out` raise NotAllowed or Refused; `look_alikes` gives names that resemble a new row, by line.
    """

    name: str
    may: Callable[[Any], bool]
    preview: Callable[[str, bytes, Any, Progress], Plan]
    carry_out: Callable[[str, bytes, Any], int]
    look_alikes: Callable[[Plan], dict[int, str]] = lambda plan: {}


_kinds: dict[str, ImportKind] = {}


def register_import_kind(kind: ImportKind) -> None:
    """Make a kind known; the same name again replaces it."""
    _kinds[kind.name] = kind


def get_import_kind(name: str) -> ImportKind:
    """The kind with this name. Raises KeyError."""
    return _kinds[name]
