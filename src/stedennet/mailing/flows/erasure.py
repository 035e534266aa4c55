"""Addresses are not kept: what was done with is forgotten but for its key, which stays for ever."""

import datetime as dt
from typing import Any

from stedennet.core.clock import now

from ..models import Bounce, Delivery, Hold, Mailing, Suppression

RETENTION_PERIOD = dt.timedelta(days=30)
BOUNCE_RETENTION_PERIOD = dt.timedelta(days=180)
BATCH_SIZE = 5000
BLANK: dict[str, Any] = {"email": "", "values": {}, "unsubscribe_url": "", "last_error": ""}
STAFF: tuple[tuple[Any, str], ...] = (
    (Mailing, "stopped_by"),
    (Hold, "released_by"),
    (Suppression, "lifted_by"),
)
"""Where somebody of the office stands by name."""


def erase_old_deliveries() -> int:
    """Wipe address, values and links of deliveries that were done 30 days ago, and old bounces; returns how many.

    The key stays, so that nobody gets the same mail twice; the counts stay too.
    """
    moment = now()
    Bounce.objects.filter(at__lt=moment - BOUNCE_RETENTION_PERIOD).delete()
    forgotten = 0
    while keys := list(
        Delivery.objects.to_forget(moment - RETENTION_PERIOD).values_list("pk", flat=True)[:BATCH_SIZE]
    ):
        forgotten += Delivery.objects.filter(pk__in=keys).update(**BLANK)
    return forgotten


def erase_deliveries(email: str) -> int:
    """Nothing of this address stays: what waits is not sent, what was sent is emptied. Returns how many rows."""
    mine = Delivery.objects.filter(email__iexact=email)
    under_way = mine.filter(state__in=(Delivery.State.WAITING, Delivery.State.CLAIMED))
    stopped = under_way.update(state=Delivery.State.STOPPED, done_at=now(), claimed_at=None, claimed_by="", **BLANK)
    for model, field in STAFF:
        # Who has no name stands there with the address.
        model.objects.filter(**{f"{field}__iexact": email}).update(**{field: "–"})
    gone = [rows.filter(email__iexact=email).delete()[0] for rows in (Bounce.objects, Suppression.objects)]
    return stopped + mine.update(**BLANK) + sum(gone)
