"""Places and waiting lists: who gets a place, who waits, who is next. Pure: statuses in, decisions out."""

import datetime as dt
from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

OFFER_LIFETIME = dt.timedelta(hours=24)
"""How long somebody has to accept an offered place."""

RETENTION = dt.timedelta(days=60)
"""How long registrations are kept after the event."""


class Status(models.TextChoices):
    """The status of a registration."""

    PLACE = "place", _("heeft een plaats")
    WAITING = "waiting", _("staat op de wachtlijst")
    OFFERED = "offered", _("kan een plaats krijgen")
    CANCELLED = "cancelled", _("afgemeld")
    PASSED = "passed", _("liet de plaats voorbijgaan")


HOLDS_A_PLACE = (Status.PLACE, Status.OFFERED)
"""The statuses that take up a place: an offered place is reserved."""
ACTIVE = (*HOLDS_A_PLACE, Status.WAITING)


def count_free_places(statuses: Sequence[str], capacity: int | None) -> int | None:
    """The number of free places, None when there is no limit."""
    if capacity is None:
        return None
    return max(capacity - sum(status in HOLDS_A_PLACE for status in statuses), 0)


def assign_status(statuses: Sequence[str], capacity: int | None) -> Status:
    """The status of a newcomer: a place, or the waiting list. Nobody overtakes people who wait."""
    left = count_free_places(statuses, capacity)
    if left is None or (left > 0 and Status.WAITING not in statuses):
        return Status.PLACE
    return Status.WAITING


def find_next_in_line(statuses: Sequence[str], capacity: int | None) -> list[int]:
    """The indices in `statuses` (in order of arrival) of the waiting people who get an offer now."""
    waiting = [index for index, status in enumerate(statuses) if status == Status.WAITING]
    left = count_free_places(statuses, capacity)
    return waiting if left is None else waiting[:left]


def compute_offer_end(moment: dt.datetime, starts_at: dt.datetime) -> dt.datetime:
    """When an offer made at `moment` expires: after a day, and at the latest when the event begins."""
    return min(moment + OFFER_LIFETIME, starts_at)
