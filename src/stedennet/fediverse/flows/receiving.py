"""A message that comes in: read, blocked or not, proven, not seen before, and then what it asks for."""

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.clock import now

from .. import describing, verifying
from ..models import Host, Peer, Seen
from ..rules import incoming
from ..rules.addresses import host_of
from ..rules.incoming import Activity, Blocked, Message, Unproven
from . import asking, counting, flags, following, replying
from .blocking import is_blocked

Handler = Callable[[Activity, Peer], bool]
HANDLERS: dict[str, Handler] = {
    "Follow": following.follow,
    "Create": replying.take,
    "Update": replying.change,
    "Delete": replying.take_back,
    "Like": counting.add,
    "Announce": counting.add,
    "Undo": following.undo,
    "Flag": flags.report,
}


def receive(message: Message) -> bool:
    """Take a message in; whether it did something. What does not concern us is nothing.

    Raises Malformed, Unproven, Blocked, or Busy (`rules/incoming.py`).
    """
    activity = incoming.read(message.body)
    host = host_of(activity.actor)
    if is_blocked(host, activity.actor):
        raise Blocked(_("Van deze server of dit account nemen wij niets aan."))
    if host == describing.host():
        raise Unproven(_("Een account van onszelf stuurt ons niets."))
    if activity.ends_account and not Peer.objects.filter(actor=activity.actor).exists():
        return False  # Somebody whom we never heard of is gone; their server has no key left to prove it with.
    peer, proof = _prove(message, activity)
    if activity.renews_account:
        peer = asking.renew(peer.actor) or peer
    if activity.kind == "Create" and replying.concerns_us(activity):
        asking.check_handle(peer)
    return _take(proof, activity, peer)


def _prove(message: Message, activity: Activity) -> tuple[Peer, str]:
    """Who sent it, and the signature that proves it; of several the first that holds. Raises Unproven, or Busy."""
    refusal = Unproven(_("Het bericht is niet ondertekend."))
    for candidate in verifying.candidates(message, activity.actor):
        try:
            return asking.prove(candidate, activity), verifying.value_of(candidate)
        except Unproven as error:
            refusal = error
    raise refusal


@transaction.atomic
def _take(proof: str, activity: Activity, peer: Peer) -> bool:
    if not _is_new("signature", proof):
        raise Unproven(_("Dit bericht is al eens ontvangen."))
    Host.objects.filter(name=peer.host).update(failing_since=None, dead_at=None)
    if not _is_new("activity", activity.id):
        return False  # Their server tried again, not knowing that we have it.
    handler = HANDLERS.get(activity.kind)
    return handler(activity, peer) if handler else False


def _is_new(what: str, text: str) -> bool:
    key = hashlib.sha256(f"{what}\0{text}".encode()).hexdigest()
    return Seen.objects.get_or_create(hash=key, defaults={"at": now()})[1]
