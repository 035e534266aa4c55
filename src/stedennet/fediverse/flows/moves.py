"""An inbox is not there any more: its server is asked where its accounts have theirs now."""

from django.db.models import Q

from ..models import Delivery, Follower
from . import peers
from .forwards import forward_deliveries

MAX_ACCOUNTS_ASKED = 3
"""Accounts that are asked about, for a shared inbox: one living account knows it."""


def follow_move(inbox: str, host: str) -> bool:
    """Ask where those behind `inbox` have theirs now, and send what waits there; whether it waits elsewhere now.

    Followers who shared the old one with who was asked share the new one too: it belongs to their server.
    """
    behind = Follower.objects.filter(Q(inbox=inbox) | Q(shared_inbox=inbox), host=host)
    shared = behind.filter(shared_inbox=inbox).exclude(inbox=inbox).exists()
    for actor in list(behind.order_by("-since").values_list("actor", flat=True).distinct()[:MAX_ACCOUNTS_ASKED]):
        peer = peers.renew_peer(actor)
        if peer is None:
            continue
        if shared:
            Follower.objects.filter(host=host, shared_inbox=inbox).update(shared_inbox=peer.shared_inbox)
        new = (peer.shared_inbox or peer.inbox) if shared else peer.inbox
        if new != inbox:
            forward_deliveries(inbox, new)
        return not Delivery.objects.waiting().filter(inbox=inbox).exists()
    return False
