"""Moved inboxes: the server is asked where its accounts have their inbox now."""

from django.db.models import Q

from ..models import Delivery, Follower
from . import peers
from .forwards import forward_deliveries

MAX_ACCOUNTS_ASKED = 3
"""Maximum number of accounts to check; for a shared inbox, one that still exists is enough."""


def follow_move(inbox: str, host: str) -> bool:
    """Look up the new inbox of the followers at `inbox` and forward what waits; whether nothing waits there now.

    A shared inbox belongs to the server: all followers who used the old one get the new one.
    """
    followers = Follower.objects.filter(Q(inbox=inbox) | Q(shared_inbox=inbox), host=host)
    shared = followers.filter(shared_inbox=inbox).exclude(inbox=inbox).exists()
    for actor in list(followers.order_by("-since").values_list("actor", flat=True).distinct()[:MAX_ACCOUNTS_ASKED]):
        peer = peers.renew_peer(actor)
        if peer is None:
            continue
        if shared:
            Follower.objects.filter(host=host, shared_inbox=inbox).update(shared_inbox=peer.shared_inbox)
        new_inbox = (peer.shared_inbox or peer.inbox) if shared else peer.inbox
        if new_inbox != inbox:
            forward_deliveries(inbox, new_inbox)
        return not Delivery.objects.waiting().filter(inbox=inbox).exists()
    return False
