"""What may become of a submission. Pure: values in, value or error out."""

import datetime as dt
import enum

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.core.errors import Refused

FORGOTTEN_AFTER = dt.timedelta(days=30)
"""What was never confirmed is deleted after this time."""
NAMELESS_AFTER = dt.timedelta(days=180)
"""What was rejected or withdrawn loses its writer and words after this time; until then the writer can object."""


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


STEPS = {
    (Status.UNCONFIRMED, "confirm"): Status.PENDING,
    (Status.UNCONFIRMED, "withdraw"): Status.WITHDRAWN,
    (Status.PENDING, "accept"): Status.ACCEPTED,
    (Status.PENDING, "reject"): Status.REJECTED,
    (Status.PENDING, "withdraw"): Status.WITHDRAWN,
    (Status.ACCEPTED, "withdraw"): Status.WITHDRAWN,
}
"""Every step that there is; any other is refused."""


def after(status: str, step: str) -> Status:
    """The status after `step` (confirm, accept, reject, withdraw). Raises Refused when that cannot be any more."""
    try:
        return STEPS[Status(status), step]
    except KeyError:
        raise Refused(
            _("Dit kan niet: de stand van deze inzending is nu “%(status)s”.") % {"status": Status(status).label}
        ) from None


def link_state(status: str, ends_at: dt.datetime | None, moment: dt.datetime) -> LinkState:
    """What the link can still do at `moment`; it ends at the very moment `ends_at`."""
    if status != Status.UNCONFIRMED:
        return LinkState.USED
    return LinkState.ENDED if ends_at and ends_at <= moment else LinkState.OPEN


def own_path(page: str) -> str:
    """`page` when it is a path on this site, empty otherwise: it becomes a link on pages and in mails."""
    return page if page.startswith("/") and not page.startswith(("//", "/\\")) else ""
