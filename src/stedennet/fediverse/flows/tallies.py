"""Likes and shares of posts, counted without names."""

from django.utils.crypto import salted_hmac

from .. import links
from ..models import Peer, Post, Tally
from ..rules.messages import Activity, id_of, type_of


def add_tally(activity: Activity, peer: Peer) -> bool:
    """Count a like or share of one of our posts; a repeated one counts once. Return whether it is new."""
    post = find_post(activity.object_id)
    if post is None:
        return False
    defaults = {"activity": _hash_activity(activity.id)}
    return Tally.objects.update_or_create(
        post=post, kind=activity.kind, who=_hash_peer(post, peer), defaults=defaults
    )[1]


def remove_tally(activity: Activity, peer: Peer) -> bool:
    """Remove a like or share that was undone; return whether there was one."""
    undone = activity.about
    post = find_post(id_of(undone.get("object")))
    if id_of(undone.get("actor")) not in ("", peer.actor):
        return False
    if post is None:
        return remove_tally_by_activity(activity, peer)
    return Tally.objects.filter(post=post, kind=type_of(undone), who=_hash_peer(post, peer)).delete()[0] > 0


def remove_tally_by_activity(activity: Activity, peer: Peer) -> bool:
    """Remove a like or share that was undone by its id only; return whether there was one."""
    tallies = Tally.objects.filter(activity=_hash_activity(activity.object_id)).select_related("post")
    keys = [tally.pk for tally in tallies if tally.who == _hash_peer(tally.post, peer)]
    return Tally.objects.filter(pk__in=keys).delete()[0] > 0


def find_post(url: str) -> Post | None:
    """Find the post with this URL of ours; None if there is none or it was withdrawn."""
    kind, key = links.resolve_url(url) or ("", "")
    return Post.objects.living().filter(pk=key).first() if kind == "post" else None


def _hash_activity(activity: str) -> str:
    return salted_hmac("stedennet.fediverse.tally.activity", activity, algorithm="sha256").hexdigest()


def _hash_peer(post: Post, peer: Peer) -> str:
    # Salted with the site's secret and the post, so that it reveals neither the person nor their other likes.
    return salted_hmac(f"stedennet.fediverse.tally.{post.pk}", peer.actor, algorithm="sha256").hexdigest()
