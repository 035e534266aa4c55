"""Addresses are not kept: what was done with is forgotten but for its key, which stays for ever."""

import datetime as dt

from stedennet.core.clock import now

from ..models import Bounce, Delivery

KEPT = dt.timedelta(days=30)
BOUNCES_KEPT = dt.timedelta(days=180)
AT_ONCE = 5000


def forget_old() -> int:
    """Wipe address, values and links of deliveries that were done 30 days ago, and old bounces; returns how many.

    The key stays, so that nobody gets the same mail twice; the counts stay too.
    """
    moment = now()
    Bounce.objects.filter(at__lt=moment - BOUNCES_KEPT).delete()
    forgotten = 0
    while keys := list(Delivery.objects.to_forget(moment - KEPT).values_list("pk", flat=True)[:AT_ONCE]):
        blank = {"email": "", "values": {}, "unsubscribe_url": "", "last_error": ""}
        forgotten += Delivery.objects.filter(pk__in=keys).update(**blank)
    return forgotten
