"""Likes and shares: a number for each post, and nobody's name."""

from django.utils.crypto import salted_hmac

from .. import links
from ..models import Peer, Post, Tally
from ..rules.incoming import Activity, id_of


def add(activity: Activity, peer: Peer) -> bool:
    """Somebody likes or shares a post of ours; a second time counts once."""
    post = post_of(activity.object_id)
    if post is None:
        return False
    return Tally.objects.get_or_create(post=post, kind=activity.kind, who=_who(post, peer))[1]


def remove(activity: Activity, peer: Peer) -> bool:
    """Somebody takes that back."""
    what = activity.about
    post = post_of(id_of(what.get("object")))
    if post is None or id_of(what.get("actor")) not in ("", peer.actor):
        return False
    return Tally.objects.filter(post=post, kind=str(what.get("type")), who=_who(post, peer)).delete()[0] > 0


def post_of(url: str) -> Post | None:
    """The post that this address of ours stands for, when it was not withdrawn."""
    kind, key = links.meaning(url) or ("", "")
    return Post.objects.living().filter(pk=key).first() if kind == "post" else None


def _who(post: Post, peer: Peer) -> str:
    # With the secret of this site and the post in it, nobody can tell whose it is, nor what else they like.
    return salted_hmac(f"stedennet.fediverse.tally.{post.pk}", peer.actor, algorithm="sha256").hexdigest()
