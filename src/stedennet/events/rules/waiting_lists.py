"""Who gets a place, who waits, who comes next. Pure: statuses in, decisions out."""

import datetime as dt
from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

OFFER_LIFETIME = dt.timedelta(hours=24)
"""How long somebody has to accept a place that came free."""

RETENTION = dt.timedelta(days=60)
"""How long after an event we keep who registered."""


class Status(models.TextChoices):
    """How a registration stands."""

    PLACE = "place", _("heeft een plaats")
    WAITING = "waiting", _("staat op de wachtlijst")
    OFFERED = "offered", _("kan een plaats krijgen")
    CANCELLED = "cancelled", _("afgemeld")
    PASSED = "passed", _("liet de plaats voorbijgaan")


HOLDS_A_PLACE = (Status.PLACE, Status.OFFERED)
"""An offered place is kept free for that person."""
ACTIVE = (*HOLDS_A_PLACE, Status.WAITING)


def count_free_places(statuses: Sequence[str], capacity: int | None) -> int | None:
    """How many places are left, None when there is no limit."""
    if capacity is None:
        return None
    return max(capacity - sum(one in HOLDS_A_PLACE for one in statuses), 0)


def assign_status(statuses: Sequence[str], capacity: int | None) -> Status:
    """What a newcomer gets: a place, or a turn on the waiting list. Nobody overtakes who waits."""
    left = count_free_places(statuses, capacity)
    if left is None or (left > 0 and Status.WAITING not in statuses):
        return Status.PLACE
    return Status.WAITING


def find_next_in_line(statuses: Sequence[str], capacity: int | None) -> list[int]:
    """Which of the waiting (their positions in `statuses`, which is in order of arrival) are offered a place now."""
    waiting = [index for index, one in enumerate(statuses) if one == Status.WAITING]
    left = count_free_places(statuses, capacity)
    return waiting if left is None else waiting[:left]


def compute_offer_end(moment: dt.datetime, starts_at: dt.datetime) -> dt.datetime:
    """Until when an offer made at `moment` stands: a day, but not past the begin of the event."""
    return min(moment + OFFER_LIFETIME, starts_at)
