"""From the log to the outbox and the queue: the network posts, its themes share."""

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
AT_ONCE = 100
Verb = Activity.Verb


def follow_log() -> int:
    """The worker's chore: read the next lines of the log. Nothing when switched off, or before there are accounts."""
    if not settings.FEDIVERSE or Identity.objects.network() is None:
        return 0
    return follow_changes(CURSOR, _publish_changes, limit=AT_ONCE)


def _publish_changes(lines: Sequence[Change]) -> None:
    author = Identity.objects.network()
    for line in lines:
        if line.subject_type in items.KINDS:
            publish_change(line, author)


def publish_change(line: Change, author: Identity) -> Post | None:
    """What this line means for the fediverse: a new post, a changed one, one withdrawn, or nothing."""
    post = Post.objects.living().about(line.subject_type, line.subject_id).first()
    item = None if line.verb == Change.Verb.WITHDRAWN else items.build_item(line)
    if item is None:
        return _withdraw_post(post, line, author) if post else None
    return _update_post(post, item, line, author) if post else _create_post(item, line, author)


def _create_post(item: documents.Item, line: Change, author: Identity) -> Post:
    post = Post.objects.create(
        kind=item.kind, subject_type=line.subject_type, subject_id=line.subject_id, published_at=line.at
    )
    post.identities.set(Identity.objects.filter(theme__slug__in=item.themes))
    _write_document(post, item, author)
    _record_activity(Verb.CREATE, post, line, author, _find_all_followers(post, author))
    _share_post(post, line, post.identities.all())
    return post


def _update_post(post: Post, item: documents.Item, line: Change, author: Identity) -> Post:
    themes = set(Identity.objects.filter(theme__slug__in=item.themes))
    added = themes - set(post.identities.all())
    post.identities.add(*added)
    before = _build_comparable(post)
    post.updated_at = line.at
    _write_document(post, item, author)
    if _build_comparable(post) != before:
        _record_activity(Verb.UPDATE, post, line, author, _find_all_followers(post, author))
    _share_post(post, line, added)
    return post


def _build_comparable(post: Post) -> dict[str, object]:
    return {name: value for name, value in post.document.items() if name not in ("updated", "cc")}


def _withdraw_post(post: Post, line: Change, author: Identity) -> Post:
    post.withdrawn_at, post.document = line.at, {}
    post.save(update_fields=["withdrawn_at", "document"])
    waiting = Delivery.objects.waiting().filter(activity__post=post)
    waiting.update(given_up_at=now(), last_error="withdrawn before it was delivered")
    _record_activity(Verb.DELETE, post, line, author, _find_all_followers(post, author))
    return post


def _write_document(post: Post, item: documents.Item, author: Identity) -> None:
    names = [author.name, *post.identities.values_list("name", flat=True)]
    post.document = documents.build_post(
        item,
        url=links.get_url("post", post.pk),
        author=links.get_url("account", author.name),
        followers=[links.get_url("followers", name) for name in names],
        published=post.published_at,
        updated=post.updated_at,
    )
    post.save(update_fields=["document", "updated_at"])


def _share_post(post: Post, line: Change, themes: Iterable[Identity]) -> None:
    for identity in themes:
        _record_activity(Verb.ANNOUNCE, post, line, identity, Follower.objects.filter(identity=identity))


def _find_all_followers(post: Post, author: Identity) -> FollowerQuerySet:
    return Follower.objects.filter(identity__in=[author, *post.identities.all()])


def _record_activity(verb: str, post: Post, line: Change, identity: Identity, to: FollowerQuerySet) -> None:
    activity = Activity.objects.create(verb=verb, post=post, change=line.pk, identity=identity, at=line.at)
    if verb == Verb.DELETE or now() - line.at <= QUIET_AFTER:
        queue_activity(activity, to.reachable().inboxes())


def queue_activity(activity: Activity, inboxes: dict[str, str]) -> int:
    """Put the activity in the queue, once for each inbox (with its server); returns how many are new."""
    rows = [Delivery(activity=activity, inbox=inbox, host=host, not_before=now()) for inbox, host in inboxes.items()]
    return len(Delivery.objects.bulk_create(rows, ignore_conflicts=True))
