"""Likes and shares: a number for each post, and nobody's name."""

from django.utils.crypto import salted_hmac

from .. import links
from ..models import Peer, Post, Tally
from ..rules.messages import Activity, id_of, type_of


def add_tally(activity: Activity, peer: Peer) -> bool:
    """Somebody likes or shares a post of ours; a second time counts once."""
    post = find_post(activity.object_id)
    if post is None:
        return False
    named = {"activity": _hash_activity(activity.id)}
    return Tally.objects.update_or_create(post=post, kind=activity.kind, who=_hash_peer(post, peer), defaults=named)[1]


def remove_tally(activity: Activity, peer: Peer) -> bool:
    """Somebody takes that back."""
    what = activity.about
    post = find_post(id_of(what.get("object")))
    if id_of(what.get("actor")) not in ("", peer.actor):
        return False
    if post is None:
        return remove_tally_by_activity(activity, peer)
    return Tally.objects.filter(post=post, kind=type_of(what), who=_hash_peer(post, peer)).delete()[0] > 0


def remove_tally_by_activity(activity: Activity, peer: Peer) -> bool:
    """Somebody takes back a like or share, and names only its address."""
    named = Tally.objects.filter(activity=_hash_activity(activity.object_id)).select_related("post")
    mine = [one.pk for one in named if one.who == _hash_peer(one.post, peer)]
    return Tally.objects.filter(pk__in=mine).delete()[0] > 0


def find_post(url: str) -> Post | None:
    """The post that this address of ours stands for, when it was not withdrawn."""
    kind, key = links.resolve_url(url) or ("", "")
    return Post.objects.living().filter(pk=key).first() if kind == "post" else None


def _hash_activity(activity: str) -> str:
    return salted_hmac("stedennet.fediverse.tally.activity", activity, algorithm="sha256").hexdigest()


def _hash_peer(post: Post, peer: Peer) -> str:
    # With the secret of this site and the post in it, nobody can tell whose it is, nor what else they like.
    return salted_hmac(f"stedennet.fediverse.tally.{post.pk}", peer.actor, algorithm="sha256").hexdigest()
