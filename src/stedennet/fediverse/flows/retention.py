"""What this room does not keep."""

import datetime as dt

from stedennet.core.clock import now

from ..models import Activity, Delivery, Follower, Host, Peer, Reply, Seen
from ..rules.time_limits import REMEMBERED_FOR

RETENTION_PERIOD = dt.timedelta(days=30)


def delete_expired_rows() -> None:
    """The worker's chore: delete what was seen, delivered or asked long ago, and followers on servers long gone."""
    old = now() - RETENTION_PERIOD
    Seen.objects.filter(at__lt=now() - REMEMBERED_FOR).delete()
    Delivery.objects.filter(sent_at__lt=old).delete()
    Delivery.objects.filter(given_up_at__lt=old).delete()
    Activity.objects.filter(verb=Activity.Verb.ACCEPT, at__lt=old, deliveries=None).delete()
    Follower.objects.filter(host__in=Host.objects.filter(dead_at__lt=old).values("name")).delete()
    strangers = Peer.objects.filter(fetched_at__lt=old).exclude(actor__in=Reply.objects.values("actor"))
    strangers.exclude(actor__in=Follower.objects.values("actor")).delete()
