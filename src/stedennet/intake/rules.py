"""Pure decisions about submissions: values in, value or error out."""

import datetime as dt
import enum
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.core.state_tables import StateTable, build_steps_for_anybody

UNCONFIRMED_RETENTION = dt.timedelta(days=30)
"""Unconfirmed submissions are deleted after this time."""
REJECTED_RETENTION = dt.timedelta(days=180)
"""Rejected and withdrawn submissions are anonymised after this time; until then the author can object."""

ACCEPTED_RETENTION = dt.timedelta(days=365)
"""Accepted submissions are anonymised after this time: the records they became have what is still needed."""


class Status(models.TextChoices):
    """The status of a submission."""

    UNCONFIRMED = "unconfirmed", gettext_lazy("wacht op bevestiging")
    PENDING = "pending", gettext_lazy("te beoordelen")
    ACCEPTED = "accepted", gettext_lazy("geplaatst")
    REJECTED = "rejected", gettext_lazy("afgewezen")
    WITHDRAWN = "withdrawn", gettext_lazy("ingetrokken")


class LinkState(enum.Enum):
    """Whether the link in a mail still works."""

    OPEN = "open"
    ENDED = "ended"
    USED = "used"


class Receipt(enum.StrEnum):
    """How a message compares to earlier ones of the same opened form. The values occur in addresses."""

    NEW = "nieuw"
    SAME = "zelfde"
    """The same content again, such as a double click: nothing was done."""
    REPLACED = "vervangen"
    """It replaced an unconfirmed submission, whose link no longer works."""
    RENEWED = "link"
    """The same content again after its link expired: there is a new link."""
    ADDED = "erbij"
    """It came in addition to what was confirmed or relayed before."""


@dataclass(frozen=True)
class EarlierSubmission:
    """An earlier submission of the same opened form. `is_same`: its content equals that of the new message.

    `can_wait`: its link to confirm still works, and the sender still needs it.
    """

    status: Status
    is_same: bool
    can_wait: bool


def classify_receipt(earlier: Sequence[EarlierSubmission]) -> tuple[Receipt, int | None]:
    """The receipt of a new message, and the index in `earlier` (oldest first) of the row it repeats or replaces.

    The index is None for a new row. Rejected and withdrawn submissions do not block the same content: sending it again
    is deliberate.
    """
    for index, row in enumerate(earlier):
        if row.is_same and row.status in (Status.PENDING, Status.ACCEPTED):
            return Receipt.SAME, index
    if earlier and earlier[-1].status == Status.UNCONFIRMED:
        last = earlier[-1]
        again = (Receipt.SAME if last.can_wait else Receipt.RENEWED) if last.is_same else Receipt.REPLACED
        return again, len(earlier) - 1
    return Receipt.ADDED if earlier else Receipt.NEW, None


def serialise_content(value: object) -> str:
    """The entered value as text: equal for equal content, whatever its type before it was stored."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def make_occasion_key(*parts: object) -> str:
    """A key for these parts: their SHA-256, in hexadecimal."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


STEPS = {
    (Status.UNCONFIRMED, "confirm"): Status.PENDING,
    (Status.UNCONFIRMED, "withdraw"): Status.WITHDRAWN,
    (Status.PENDING, "accept"): Status.ACCEPTED,
    (Status.PENDING, "reject"): Status.REJECTED,
    (Status.PENDING, "withdraw"): Status.WITHDRAWN,
    (Status.ACCEPTED, "withdraw"): Status.WITHDRAWN,
}
"""All possible steps; anything else is refused."""


def _describe_refusal(status: Status, step: str) -> str:
    return _("Dit kan niet: de status van deze inzending is nu “%(status)s”.") % {"status": status.label}


TABLE = StateTable(
    Status,
    begins=(Status.UNCONFIRMED, Status.PENDING),
    steps=build_steps_for_anybody(STEPS),
    describe_refusal=_describe_refusal,
)


def apply_step(status: str, step: str) -> Status:
    """The status after `step` (confirm, accept, reject, withdraw). Raises Refused when it is not possible."""
    return TABLE.next_state(status, step)


def get_link_state(status: str, ends_at: dt.datetime | None, moment: dt.datetime) -> LinkState:
    """Whether the link still works at `moment`; it expires at `ends_at` exactly."""
    if status != Status.UNCONFIRMED:
        return LinkState.USED
    return LinkState.ENDED if ends_at and ends_at <= moment else LinkState.OPEN


def clean_own_path(page: str) -> str:
    """`page` if it is a path on this site, else empty: it becomes a link on pages and in mails."""
    return page if page.startswith("/") and not page.startswith(("//", "/\\")) else ""
