"""What a submission can become: each room registers its own kinds when it starts."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stedennet.core.errors import Refused

from .models import Submission


def _always_wait(submission: Submission) -> bool:
    return True


def _no_look_alikes(data: dict[str, Any]) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class SubmissionKind:
    """`accept` makes the record, in the transaction that accepts; `must_wait` says whether a moderator looks first.

    `accept` may set the submission's `page` and subject to those of the new record; that is stored, and the author's
    mail leads there. `when_accepted` tells the author what was done, where that is not “it stands on the site”.
    `labels` names the fields of `data` on the moderators' page.
    `on_withdraw` takes back what `accept` made. `look_alikes` gives, for what was typed, the titles of what is there
    already. `take_away` gives the address where a moderator takes away what was placed, empty when that cannot be.
    `next_page` gives the address where the author can go on, empty when there is none; it may hold a secret;
    `next_label` names it.
    `waits_when_marked`: a moderator looks first at what has a doubtful name, also when nobody need look otherwise.
    `says_accepted`: the author gets a mail when a moderator accepts.
    """

    name: str
    label: str | Promise
    accept: Callable[[Submission], object]
    must_wait: Callable[[Submission], bool] = _always_wait
    on_withdraw: Callable[[Submission], object] | None = None
    take_away: Callable[[Submission], str] | None = None
    look_alikes: Callable[[dict[str, Any]], Sequence[str]] = field(default=_no_look_alikes)
    next_page: Callable[[Submission], str] | None = None
    next_label: str | Promise = ""
    valid_for: dt.timedelta = dt.timedelta(hours=48)
    says_accepted: bool = True
    waits_when_marked: bool = True
    when_accepted: str | Promise = ""
    labels: Mapping[str, str | Promise] = field(default_factory=dict)


_kinds: dict[str, SubmissionKind] = {}


def register_kind(kind: SubmissionKind) -> None:
    """Add a kind; the same name again replaces it."""
    _kinds[kind.name] = kind


def get_kind(submission: Submission) -> SubmissionKind:
    """The kind of this submission. Raises Refused when no room registers it any more."""
    try:
        return _kinds[submission.kind]
    except KeyError:
        raise Refused(_("Dit soort inzending bestaat niet meer op deze site.")) from None


def get_label(submission: Submission) -> str | Promise:
    """What the kind is called, in the language of whoever will read it; its bare name when nobody registers it."""
    kind = _kinds.get(submission.kind)
    return kind.label if kind else submission.kind


def get_accepted_text(submission: Submission) -> str | Promise:
    """What this kind tells the author once accepted; empty for “it stands on the site”."""
    kind = _kinds.get(submission.kind)
    return kind.when_accepted if kind else ""


def get_next_url(submission: Submission) -> str:
    """Where the author can go on with what this became; empty when nowhere."""
    kind = _kinds.get(submission.kind)
    return kind.next_page(submission) if kind and kind.next_page else ""


def get_next_label(submission: Submission) -> str | Promise:
    """What the way on is called."""
    kind = _kinds.get(submission.kind)
    return kind.next_label if kind else ""


def list_entered_fields(submission: Submission) -> list[tuple[str, Any]]:
    """Everything that was typed, with the name of the field on screen."""
    kind = _kinds.get(submission.kind)
    labels = kind.labels if kind else {}
    return [(str(labels.get(name, name)), value) for name, value in submission.data.items()]


def find_look_alikes(submission: Submission) -> Sequence[str]:
    """The titles of what is there already and resembles this."""
    kind = _kinds.get(submission.kind)
    return kind.look_alikes(submission.data) if kind else ()


def get_removal_url(submission: Submission) -> str:
    """Where a moderator takes away what this became; empty when nothing of it stands on the site."""
    kind = _kinds.get(submission.kind)
    return kind.take_away(submission) if kind and kind.take_away else ""


def get_registered_kinds() -> list[SubmissionKind]:
    """All kinds."""
    return list(_kinds.values())
