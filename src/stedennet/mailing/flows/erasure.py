"""Erasure of addresses: of a finished delivery only the key stays, for ever."""

import datetime as dt
from typing import Any

from stedennet.core.clock import now

from ..models import Bounce, Delivery, Hold, Mailing, Suppression

RETENTION_PERIOD = dt.timedelta(days=30)
BOUNCE_RETENTION_PERIOD = dt.timedelta(days=180)
BATCH_SIZE = 5000
ERASED_FIELDS: dict[str, Any] = {"email": "", "values": {}, "unsubscribe_url": "", "last_error": ""}
STAFF_FIELDS: tuple[tuple[Any, str], ...] = (
    (Mailing, "stopped_by"),
    (Hold, "released_by"),
    (Suppression, "lifted_by"),
)
"""Fields that hold the name of a staff member, or the address of one without a name."""


def erase_old_deliveries() -> int:
    """Erase address, values and links of deliveries finished 30 days ago; return how many. Deletes old bounces too.

    The key stays, so that nobody receives the same mail twice, and so do the counts.
    """
    moment = now()
    Bounce.objects.filter(at__lt=moment - BOUNCE_RETENTION_PERIOD).delete()
    erased = 0
    while keys := list(Delivery.objects.to_erase(moment - RETENTION_PERIOD).values_list("pk", flat=True)[:BATCH_SIZE]):
        erased += Delivery.objects.filter(pk__in=keys).update(**ERASED_FIELDS)
    return erased


def erase_deliveries(email: str) -> int:
    """Erase an address everywhere: unsent deliveries are stopped, sent ones blanked. Returns the number of rows."""
    deliveries = Delivery.objects.filter(email__iexact=email)
    unsent = deliveries.filter(state__in=(Delivery.State.WAITING, Delivery.State.CLAIMED))
    stopped = unsent.update(
        state=Delivery.State.STOPPED, done_at=now(), claimed_at=None, claimed_by="", **ERASED_FIELDS
    )
    for model, field in STAFF_FIELDS:
        # Staff without a name are recorded by address.
        model.objects.filter(**{f"{field}__iexact": email}).update(**{field: "–"})
    deleted = [rows.filter(email__iexact=email).delete()[0] for rows in (Bounce.objects, Suppression.objects)]
    return stopped + deliveries.update(**ERASED_FIELDS) + sum(deleted)
