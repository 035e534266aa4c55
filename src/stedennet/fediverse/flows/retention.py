"""Retention: deleting rows that are no longer needed."""

import datetime as dt

from stedennet.core.clock import now

from ..models import Activity, Delivery, Follower, Host, Peer, Reply, Seen
from ..rules.time_limits import REMEMBERED_FOR

RETENTION_PERIOD = dt.timedelta(days=30)


def delete_expired_rows() -> None:
    """Delete old hashes, deliveries, accepts and remote accounts, and followers on dead servers (periodic job)."""
    limit = now() - RETENTION_PERIOD
    Seen.objects.filter(at__lt=now() - REMEMBERED_FOR).delete()
    Delivery.objects.filter(sent_at__lt=limit).delete()
    Delivery.objects.filter(given_up_at__lt=limit).delete()
    Activity.objects.filter(verb=Activity.Verb.ACCEPT, at__lt=limit, deliveries=None).delete()
    Follower.objects.filter(host__in=Host.objects.filter(dead_at__lt=limit).values("name")).delete()
    strangers = Peer.objects.filter(fetched_at__lt=limit).exclude(actor__in=Reply.objects.values("actor"))
    strangers.exclude(actor__in=Follower.objects.values("actor")).delete()
