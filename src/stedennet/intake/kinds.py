"""The kinds of submission: each room registers its own when it starts."""

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


def _no_look_alikes(data: Mapping[str, object]) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class SubmissionKind:
    """A kind of submission: the record it becomes, and its review.

    `accept` creates the record, in the transaction that accepts. It may set the submission's `page` and subject to
    those of the new record; these are stored, and the author's mail links there. `must_wait` says whether a moderator
    reviews first; with `waits_when_marked` one also does when the sender's name is doubtful. `says_accepted` mails the
    author when a moderator accepts.

    `when_accepted` tells the author what was done, if that is not “it is on the site”; a function where that differs
    from one submission to the next. `on_withdraw` undoes what
    `accept` created. `look_alikes` gives the titles of existing records that resemble the entered data. `take_away`
    gives the address where a moderator removes the record, empty when that is impossible. `next_page` gives the
    address where the author continues, empty when there is none; it may contain a secret; `next_label` is its text.
    `labels` names the fields of `data` on the moderators' page.
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
    when_accepted: str | Promise | Callable[[Submission], str] = ""
    labels: Mapping[str, str | Promise] = field(default_factory=dict)


_kinds: dict[str, SubmissionKind] = {}


def register_kind(kind: SubmissionKind) -> None:
    """Register a kind; the same name again replaces it."""
    _kinds[kind.name] = kind


def get_kind(submission: Submission) -> SubmissionKind:
    """The kind of this submission. Raises Refused when no room registers it any more."""
    try:
        return _kinds[submission.kind]
    except KeyError:
        raise Refused(_("Dit soort inzending bestaat niet meer op deze site.")) from None


def get_label(submission: Submission) -> str | Promise:
    """The name of the kind in the reader's language; its key when no room registers it."""
    kind = _kinds.get(submission.kind)
    return kind.label if kind else submission.kind


def get_accepted_text(submission: Submission) -> str | Promise:
    """The text for the author after acceptance; empty for “it is on the site”."""
    kind = _kinds.get(submission.kind)
    text = kind.when_accepted if kind else ""
    return text(submission) if callable(text) else text


def get_next_url(submission: Submission) -> str:
    """The page where the author continues; empty when there is none."""
    kind = _kinds.get(submission.kind)
    return kind.next_page(submission) if kind and kind.next_page else ""


def get_next_label(submission: Submission) -> str | Promise:
    """The text of the link to the next page."""
    kind = _kinds.get(submission.kind)
    return kind.next_label if kind else ""


def list_entered_fields(submission: Submission) -> list[tuple[str, object]]:
    """The label and value of every field that was filled in."""
    kind = _kinds.get(submission.kind)
    labels = kind.labels if kind else {}
    filled_in = {name: value for name, value in submission.data.items() if value not in (None, "", [])}
    return [(str(labels.get(name, name)), value) for name, value in filled_in.items()]


def find_look_alikes(submission: Submission) -> Sequence[str]:
    """The titles of existing records that resemble this submission."""
    kind = _kinds.get(submission.kind)
    return kind.look_alikes(submission.data) if kind else ()


def get_removal_url(submission: Submission) -> str:
    """The page where a moderator removes the record of this submission; empty when it is not on the site."""
    kind = _kinds.get(submission.kind)
    return kind.take_away(submission) if kind and kind.take_away else ""


def get_registered_kinds() -> list[SubmissionKind]:
    """All kinds, in the order of registration."""
    return list(_kinds.values())
