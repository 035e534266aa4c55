"""Followers of our accounts: adding, accepting and removing them."""

from stedennet.core.clock import now

from .. import links
from ..models import Activity, Follower, Identity, Peer
from ..models.posts import Verb
from ..rules import documents
from ..rules.messages import Activity as Incoming
from ..rules.messages import id_of, type_of
from . import tallies
from .posts import queue_activity


def add_follower(activity: Incoming, peer: Peer) -> bool:
    """Add or update a follower and queue an Accept; False if the activity names no account of ours."""
    identity = _find_identity(activity.object_id)
    if identity is None:
        return False
    fields = {"host": peer.host, "inbox": peer.inbox, "shared_inbox": peer.shared_inbox, "follow": activity.id}
    Follower.objects.update_or_create(
        identity=identity, actor=peer.actor, defaults=fields, create_defaults={**fields, "since": now()}
    )
    _queue_accept(activity, identity, peer)
    return True


def _queue_accept(activity: Incoming, identity: Identity, peer: Peer) -> None:
    accept = Activity.objects.create(identity=identity, verb=Verb.ACCEPT, at=now())
    account = links.get_url("account", identity.name)
    follow = {"id": activity.id, "type": "Follow", "actor": activity.actor, "object": account}
    accept.document = documents.build_activity(
        links.get_url("activity", accept.pk), Verb.ACCEPT, account, follow, at=accept.at
    )
    accept.save(update_fields=["document"])
    queue_activity(accept, {peer.inbox: peer.host})


def undo_activity(activity: Incoming, peer: Peer) -> bool:
    """Undo a follow, a like or a share; return whether there was one."""
    undone, kind = activity.about, type_of(activity.about)
    if kind in ("Like", "Announce"):
        return tallies.remove_tally(activity, peer)
    if kind not in ("", "Follow") or id_of(undone.get("actor")) not in ("", peer.actor):
        return False
    # Some servers name the undone activity by its id only, without saying what it was.
    if not kind and tallies.remove_tally_by_activity(activity, peer):
        return True
    follows = Follower.objects.filter(actor=peer.actor)
    identity = _find_identity(id_of(undone.get("object")))
    rows = follows.filter(identity=identity) if identity else follows.filter(follow=activity.object_id)
    return rows.delete()[0] > 0


def _find_identity(url: str) -> Identity | None:
    kind, name = links.resolve_url(url) or ("", "")
    return Identity.objects.filter(name=name).first() if kind == "account" else None
