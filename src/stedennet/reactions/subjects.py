"""What can be reacted to: the face says which kinds of pages, and how to find one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SubjectKind:
    """`name` stands in addresses; `label` is the model; `find` gives the public record with this key, or None."""

    name: str
    label: str
    find: Callable[[str], Any]


_kinds: dict[str, SubjectKind] = {}


def register_subject(name: str, label: str, find: Callable[[str], Any]) -> None:
    """From now on records of the model `label` can be reacted to."""
    _kinds[name] = SubjectKind(name, label, find)


def get_kind_name(subject: Any) -> str:
    """The name in addresses of this record's kind. Raises KeyError when it cannot be reacted to."""
    return {kind.label: kind.name for kind in _kinds.values()}[subject._meta.label_lower]


def find_subject(name: str, key: str) -> Any:
    """The public record, None when there is none."""
    kind = _kinds.get(name)
    return kind.find(key) if kind else None


def find_subject_by_label(label: str, key: str) -> Any:
    """The public record of this model, None when there is none."""
    kind = next((one for one in _kinds.values() if one.label == label), None)
    return kind.find(key) if kind else None
