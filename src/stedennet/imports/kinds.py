"""The kinds of spreadsheets that can be imported; each room registers its own at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stedennet.core.import_plans import Plan, Progress


@dataclass(frozen=True)
class ImportKind:
    """How files of one kind are imported; `target` names what they are imported into, empty if there is only one.

    `preview` and `carry_out` raise NotAllowed or Refused; `look_alikes` gives names that resemble a new row, by line
    number.
    """

    name: str
    may: Callable[[Any], bool]
    preview: Callable[[str, bytes, Any, Progress], Plan]
    carry_out: Callable[[str, bytes, Any], int]
    look_alikes: Callable[[Plan], dict[int, str]] = lambda plan: {}


_kinds: dict[str, ImportKind] = {}


def register_import_kind(kind: ImportKind) -> None:
    """Register a kind; registering the same name again replaces it."""
    _kinds[kind.name] = kind


def get_import_kind(name: str) -> ImportKind:
    """The kind with this name. Raises KeyError."""
    return _kinds[name]
