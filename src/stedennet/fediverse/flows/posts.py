"""Publishing changes of the log to the outbox and the queue: the network posts, its themes share."""

from collections.abc import Iterable, Sequence

from django.conf import settings

from stedennet.changes.flows import follow_changes
from stedennet.changes.models import Change
from stedennet.core.clock import now

from .. import items, links
from ..models import Activity, Delivery, Follower, Identity, Post
from ..querysets.identities import FollowerQuerySet
from ..rules import documents
from ..rules.time_limits import QUIET_AFTER

CURSOR = "fediverse"
BATCH_SIZE = 100
Verb = Activity.Verb


def follow_log() -> int:
    """Publish the next changes in the log (periodic job); return how many. Nothing when settings.FEDIVERSE is off."""
    if not settings.FEDIVERSE or Identity.objects.network() is None:
        return 0
    return follow_changes(CURSOR, _publish_changes, limit=BATCH_SIZE)


def _publish_changes(changes: Sequence[Change]) -> None:
    author = Identity.objects.network()
    for change in changes:
        if change.subject_type in items.KINDS:
            publish_change(change, author)


def publish_change(change: Change, author: Identity) -> Post | None:
    """Create, update or withdraw the post about the subject of a change; None if nothing is to be published.

    What is no news makes no post; a post that exists follows its subject.
    """
    post = Post.objects.living().for_subject(change.subject_type, change.subject_id).first()
    item = None if change.verb == Change.Verb.WITHDRAWN else items.build_item(change)
    if item is None:
        return _withdraw_post(post, change, author) if post else None
    if post:
        return _update_post(post, item, change, author)
    return _create_post(item, change, author) if change.is_news else None


def _create_post(item: documents.Item, change: Change, author: Identity) -> Post:
    post = Post.objects.create(
        kind=item.kind, subject_type=change.subject_type, subject_id=change.subject_id, published_at=change.at
    )
    post.identities.set(Identity.objects.filter(theme__slug__in=item.themes))
    _write_document(post, item, author)
    _record_activity(Verb.CREATE, post, change, author, _find_all_followers(post, author))
    _share_post(post, change, post.identities.all())
    return post


def _update_post(post: Post, item: documents.Item, change: Change, author: Identity) -> Post:
    themes = set(Identity.objects.filter(theme__slug__in=item.themes))
    added = themes - set(post.identities.all())
    post.identities.add(*added)
    earlier = _build_comparable(post)
    post.updated_at = change.at
    _write_document(post, item, author)
    if _build_comparable(post) != earlier:
        _record_activity(Verb.UPDATE, post, change, author, _find_all_followers(post, author))
    _share_post(post, change, added)
    return post


def _build_comparable(post: Post) -> dict[str, object]:
    return {name: value for name, value in post.document.items() if name not in ("updated", "cc")}


def _withdraw_post(post: Post, change: Change, author: Identity) -> Post:
    post.withdrawn_at, post.document = change.at, {}
    post.save(update_fields=["withdrawn_at", "document"])
    waiting = Delivery.objects.waiting().filter(activity__post=post)
    waiting.update(given_up_at=now(), last_error="withdrawn before it was delivered")
    _record_activity(Verb.DELETE, post, change, author, _find_all_followers(post, author))
    return post


def _write_document(post: Post, item: documents.Item, author: Identity) -> None:
    identity_names = [author.name, *post.identities.values_list("name", flat=True)]
    post.document = documents.build_post(
        item,
        url=links.get_url("post", post.pk),
        author=links.get_url("account", author.name),
        followers=[links.get_url("followers", name) for name in identity_names],
        published=post.published_at,
        updated=post.updated_at,
    )
    post.save(update_fields=["document", "updated_at"])


def _share_post(post: Post, change: Change, themes: Iterable[Identity]) -> None:
    for identity in themes:
        _record_activity(Verb.ANNOUNCE, post, change, identity, Follower.objects.filter(identity=identity))


def _find_all_followers(post: Post, author: Identity) -> FollowerQuerySet:
    return Follower.objects.filter(identity__in=[author, *post.identities.all()])


def _record_activity(verb: str, post: Post, change: Change, identity: Identity, followers: FollowerQuerySet) -> None:
    activity = Activity.objects.create(verb=verb, post=post, change=change.pk, identity=identity, at=change.at)
    if verb == Verb.DELETE or now() - change.at <= QUIET_AFTER:
        queue_activity(activity, followers.reachable().inboxes())


def queue_activity(activity: Activity, inboxes: dict[str, str]) -> int:
    """Queue an activity once for each inbox; `inboxes` maps inbox to server. Return how many are new."""
    rows = [Delivery(activity=activity, inbox=inbox, host=host, not_before=now()) for inbox, host in inboxes.items()]
    return len(Delivery.objects.bulk_create(rows, ignore_conflicts=True))
