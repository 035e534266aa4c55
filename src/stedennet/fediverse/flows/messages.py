"""Receiving a message: parse it, check blocks, verify the sender, skip duplicates, and handle the activity."""

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.clock import now

from .. import serializers, verification
from ..models import Host, Peer, Seen
from ..rules import messages
from ..rules.addresses import host_of
from ..rules.messages import Activity, Blocked, Message, Unproven
from . import flags, followers, peers, replies, tallies
from .blocks import is_blocked

Handler = Callable[[Activity, Peer], bool]
HANDLERS: dict[str, Handler] = {
    "Follow": followers.add_follower,
    "Create": replies.receive_reply,
    "Update": replies.update_reply,
    "Delete": replies.delete_reply_or_account,
    "Like": tallies.add_tally,
    "Announce": tallies.add_tally,
    "Undo": followers.undo_activity,
    "Flag": flags.receive_flag,
}


def receive_message(message: Message) -> bool:
    """Handle an incoming message; return whether it had an effect. Messages that do not concern us have none.

    Raises Malformed, Unproven, Blocked or Busy (`rules/messages.py`).
    """
    activity = messages.parse_activity(message.body)
    host = host_of(activity.actor)
    if is_blocked(host, activity.actor):
        raise Blocked(_("Van deze server of dit account nemen wij niets aan."))
    if host == serializers.get_own_host():
        raise Unproven(_("Een account van onszelf stuurt ons niets."))
    if activity.ends_account and not Peer.objects.filter(actor=activity.actor).exists():
        return False  # An unknown account was deleted; its server no longer has the key that could prove it.
    peer, proof = _prove_sender(message, activity)
    if activity.renews_account:
        peer = peers.renew_peer(peer.actor) or peer
    if activity.kind == "Create" and replies.is_reply_to_us(activity):
        peers.check_handle(peer)
    return _handle_activity(proof, activity, peer)


def _prove_sender(message: Message, activity: Activity) -> tuple[Peer, str]:
    """Return the sender and the first signature that proves it. Raises Unproven or Busy."""
    refusal = Unproven(_("Het bericht is niet ondertekend."))
    for candidate in verification.split_by_signature(message, activity.actor):
        try:
            return peers.prove_sender(candidate, activity), verification.signature_value_of(candidate)
        except Unproven as error:
            refusal = error
    raise refusal


@transaction.atomic
def _handle_activity(proof: str, activity: Activity, peer: Peer) -> bool:
    if not _is_new("signature", proof):
        raise Unproven(_("Dit bericht is al eens ontvangen."))
    Host.objects.filter(name=peer.host).update(failing_since=None, dead_at=None)
    if not _is_new("activity", activity.id):
        return False  # A retry of a message that we already have.
    handler = HANDLERS.get(activity.kind)
    return handler(activity, peer) if handler else False


def _is_new(purpose: str, text: str) -> bool:
    key = hashlib.sha256(f"{purpose}\0{text}".encode()).hexdigest()
    return Seen.objects.get_or_create(hash=key, defaults={"at": now()})[1]
