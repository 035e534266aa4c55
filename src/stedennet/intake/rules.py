"""What may become of a submission. Pure: values in, value or error out."""

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
"""What was never confirmed is deleted after this time."""
REJECTED_RETENTION = dt.timedelta(days=180)
"""What was rejected or withdrawn loses its writer and words after this time; until then the writer can object."""

ACCEPTED_RETENTION = dt.timedelta(days=365)
"""What was accepted loses its writer and words after this time: what it became has them where they are needed."""


class Status(models.TextChoices):
    """Where a submission stands."""

    UNCONFIRMED = "unconfirmed", gettext_lazy("wacht op bevestiging")
    PENDING = "pending", gettext_lazy("te beoordelen")
    ACCEPTED = "accepted", gettext_lazy("geplaatst")
    REJECTED = "rejected", gettext_lazy("afgewezen")
    WITHDRAWN = "withdrawn", gettext_lazy("ingetrokken")


class LinkState(enum.Enum):
    """What the link in a mail can still do."""

    OPEN = "open"
    ENDED = "ended"
    USED = "used"


class Receipt(enum.StrEnum):
    """What a message is to the ones that the same opened form sent before. The values stand in addresses."""

    NEW = "nieuw"
    SAME = "zelfde"
    """The same once more, such as a double click: nothing was done."""
    REPLACED = "vervangen"
    """It took the place of what was not confirmed yet; the link to that is dead."""
    RENEWED = "link"
    """The same once more, after its link had ended: there is a new link."""
    ADDED = "erbij"
    """It stands beside what was confirmed or passed on before."""


@dataclass(frozen=True)
class EarlierSubmission:
    """What one opened form sent before: where it stands, and whether its content is that of the new message.

    `can_wait`: its link to confirm still works, and the sender still needs it.
    """

    status: Status
    is_same: bool
    can_wait: bool


def classify_receipt(earlier: Sequence[EarlierSubmission]) -> tuple[Receipt, int | None]:
    """What a new message is, and which of the `earlier` ones (oldest first) it is or replaces; None for a new row.

    What was rejected or taken back is no reason to keep the same words out: then they are meant.
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
    """What somebody typed as one text: equal for equal content, whatever it was before it was stored."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def make_occasion_key(*parts: object) -> str:
    """A key for these parts: their SHA-256."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


STEPS = {
    (Status.UNCONFIRMED, "confirm"): Status.PENDING,
    (Status.UNCONFIRMED, "withdraw"): Status.WITHDRAWN,
    (Status.PENDING, "accept"): Status.ACCEPTED,
    (Status.PENDING, "reject"): Status.REJECTED,
    (Status.PENDING, "withdraw"): Status.WITHDRAWN,
    (Status.ACCEPTED, "withdraw"): Status.WITHDRAWN,
}
"""Every step that there is; any other is refused."""


def _describe_refusal(status: Status, step: str) -> str:
    return _("Dit kan niet: de stand van deze inzending is nu “%(status)s”.") % {"status": status.label}


TABLE = StateTable(
    Status,
    begins=(Status.UNCONFIRMED, Status.PENDING),
    steps=build_steps_for_anybody(STEPS),
    describe_refusal=_describe_refusal,
)


def apply_step(status: str, step: str) -> Status:
    """The status after `step` (confirm, accept, reject, withdraw). Raises Refused when that cannot be any more."""
    return TABLE.next_state(status, step)


def get_link_state(status: str, ends_at: dt.datetime | None, moment: dt.datetime) -> LinkState:
    """What the link can still do at `moment`; it ends at the very moment `ends_at`."""
    if status != Status.UNCONFIRMED:
        return LinkState.USED
    return LinkState.ENDED if ends_at and ends_at <= moment else LinkState.OPEN


def clean_own_path(page: str) -> str:
    """`page` when it is a path on this site, empty otherwise: it becomes a link on pages and in mails."""
    return page if page.startswith("/") and not page.startswith(("//", "/\\")) else ""
