"""Likes and shares: a number for each post, and nobody's name."""

from django.utils.crypto import salted_hmac

from .. import links
from ..models import Peer, Post, Tally
from ..rules.incoming import Activity, id_of, type_of


def add(activity: Activity, peer: Peer) -> bool:
    """Somebody likes or shares a post of ours; a second time counts once."""
    post = post_of(activity.object_id)
    if post is None:
        return False
    named = {"activity": _name_of(activity.id)}
    return Tally.objects.update_or_create(post=post, kind=activity.kind, who=_who(post, peer), defaults=named)[1]


def remove(activity: Activity, peer: Peer) -> bool:
    """Somebody takes that back."""
    what = activity.about
    post = post_of(id_of(what.get("object")))
    if id_of(what.get("actor")) not in ("", peer.actor):
        return False
    if post is None:
        return remove_named(activity, peer)
    return Tally.objects.filter(post=post, kind=type_of(what), who=_who(post, peer)).delete()[0] > 0


def remove_named(activity: Activity, peer: Peer) -> bool:
    """Somebody takes back a like or share, and names only its address."""
    named = Tally.objects.filter(activity=_name_of(activity.object_id)).select_related("post")
    mine = [one.pk for one in named if one.who == _who(one.post, peer)]
    return Tally.objects.filter(pk__in=mine).delete()[0] > 0


def post_of(url: str) -> Post | None:
    """The post that this address of ours stands for, when it was not withdrawn."""
    kind, key = links.meaning(url) or ("", "")
    return Post.objects.living().filter(pk=key).first() if kind == "post" else None


def _name_of(activity: str) -> str:
    return salted_hmac("stedennet.fediverse.tally.activity", activity, algorithm="sha256").hexdigest()


def _who(post: Post, peer: Peer) -> str:
    # With the secret of this site and the post in it, nobody can tell whose it is, nor what else they like.
    return salted_hmac(f"stedennet.fediverse.tally.{post.pk}", peer.actor, algorithm="sha256").hexdigest()
