"""The kinds of records that readers can react to; the site registers them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class SubjectKind:
    """`name` is used in URLs; `label` is the model, as app.model; `find` returns the public record for a key."""

    name: str
    label: str
    find: Callable[[str], Model | None]


_kinds: dict[str, SubjectKind] = {}


def register_subject(name: str, label: str, find: Callable[[str], Model | None]) -> None:
    """Let readers react to records of the model `label`."""
    _kinds[name] = SubjectKind(name, label, find)


def get_kind_name(subject: Model) -> str:
    """The name of this record's kind in addresses. Raises KeyError if readers cannot react to it."""
    return {kind.label: kind.name for kind in _kinds.values()}[subject._meta.label_lower]


def find_subject(name: str, key: str) -> Model | None:
    """The public record with this kind and key, None if there is none."""
    kind = _kinds.get(name)
    return kind.find(key) if kind else None


def find_subject_by_label(label: str, key: str) -> Model | None:
    """The public record with this model and key, None if there is none."""
    kind = next((candidate for candidate in _kinds.values() if candidate.label == label), None)
    return kind.find(key) if kind else None
