"""What a submission can become: each room registers its own kinds when it starts."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from .models import Submission


def _always(submission: Submission) -> bool:
    return True


def _none(data: dict[str, Any]) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Kind:
    """`accept` makes the record, in the transaction that accepts; `must_wait` says whether a moderator looks first.

    `on_withdraw` takes back what `accept` made. `look_alikes` gives, for what was typed, the titles of what is there
    already. `says_accepted`: the author gets a mail when a moderator accepts.
    """

    name: str
    label: str | Promise
    accept: Callable[[Submission], object]
    must_wait: Callable[[Submission], bool] = _always
    on_withdraw: Callable[[Submission], object] | None = None
    look_alikes: Callable[[dict[str, Any]], Sequence[str]] = field(default=_none)
    valid_for: dt.timedelta = dt.timedelta(hours=48)
    says_accepted: bool = True


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; the same name again replaces it."""
    _kinds[kind.name] = kind


def kind_of(submission: Submission) -> Kind:
    """The kind of this submission. Raises KeyError when no room registered it."""
    return _kinds[submission.kind]


def registered() -> list[Kind]:
    """All kinds."""
    return list(_kinds.values())
