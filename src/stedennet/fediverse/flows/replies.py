"""Public replies from other servers: reactions that wait for a moderator and that their authors can edit."""

import hashlib

from django.conf import settings

from stedennet.core.clock import now
from stedennet.core.text import shorten_text
from stedennet.intake import flows as intake
from stedennet.intake.models import Submission
from stedennet.reactions import flows as reactions
from stedennet.reactions import subjects
from stedennet.reactions.models import Reaction

from .. import links
from ..models import Follower, Peer, Post, Reply
from ..rules.markup import extract_text
from ..rules.messages import Activity, JsonObject, id_of, is_own, is_public, text_of, type_of
from .tallies import find_post

KIND, EDIT = "fediverse_reply", "fediverse_edit"
Status = Submission.Status


def is_reply_to_us(activity: Activity) -> bool:
    """Whether it is a public reply, by the sender itself, to a post of ours or to an earlier reply."""
    note = activity.about
    return type_of(note) == "Note" and is_own(activity) and is_public(note) and _find_answered_post(note) is not None


def receive_reply(activity: Activity, peer: Peer) -> bool:
    """Submit a reply as plain text to the moderators; return whether it is new."""
    if not is_reply_to_us(activity):
        return False
    note = activity.about
    post = _find_answered_post(note)
    subject = subjects.find_subject_by_label(post.subject_type, post.subject_id) if post else None
    html, language = text_of(note)
    text = extract_text(html)
    if post is None or subject is None or not text or Reply.objects.filter(note=note["id"]).exists():
        return False
    submission = _submit_reply(KIND, peer, post, text, language, once=note["id"], data=_build_data(note, peer))
    Reply.objects.create(note=note["id"], actor=peer.actor, post=post, submission=submission)
    return True


def _build_data(note: JsonObject, peer: Peer) -> dict[str, object]:
    url = note.get("url")
    page = url if isinstance(url, str) and url.startswith("https://") and len(url) <= 500 else note["id"]
    return {"account": peer.actor, "note": page, "parent": _find_parent_reaction(note)}


def _submit_reply(
    kind: str, peer: Peer, post: Post, text: str, language: str, *, once: str, data: dict[str, object]
) -> Submission:
    subject = subjects.find_subject_by_label(post.subject_type, post.subject_id)
    page = links.get_url("page", post.subject_type, post.subject_id, language)
    return intake.receive_submission(
        kind,
        name=shorten_text(f"@{peer.handle}" if peer.handle else peer.actor.partition("://")[2], 100),
        email="",
        text=text,
        language=language,
        once=once,
        data=data,
        subject=subject,
        subject_title=str(getattr(subject, "title", subject)),
        page=page.removeprefix(settings.SITE_URL),
        proven=True,
    )


def _find_answered_post(note: JsonObject) -> Post | None:
    url = id_of(note.get("inReplyTo"))
    parent = Reply.objects.filter(note=url).select_related("post").first()
    post = parent.post if parent else find_post(url)
    return post if post and post.withdrawn_at is None else None


def _find_parent_reaction(note: JsonObject) -> int | None:
    """Return the key of the reaction it answers; answers to answers go to the same parent."""
    parent = (
        Reaction.objects.published().filter(submission__fediverse_reply__note=id_of(note.get("inReplyTo"))).first()
    )
    return (parent.parent_id or parent.pk) if parent else None


def publish_reply(submission: Submission) -> Reaction:
    """Publish an accepted reply as a reaction with a link to its source. Called by intake."""
    reaction = reactions.create_reaction(submission)
    reaction.source_url = submission.data["note"]
    reaction.save(update_fields=["source_url"])
    return reaction


def update_reply(activity: Activity, peer: Peer) -> bool:
    """Apply an author's edit: a pending reply is changed, an edit of a published one goes to a moderator."""
    note = activity.about
    reply = _find_reply(id_of(note), peer)
    if reply is None or not is_own(activity):
        return False
    html, language = text_of(note)
    text, submission = extract_text(html), reply.submission
    if not text or not is_public(note):
        return _withdraw_reply(reply)
    if submission.status == Status.PENDING:
        return Submission.objects.filter(pk=submission.pk).update(text=text, language=language) > 0
    return _submit_edit(reply, peer, text, language) if submission.status == Status.ACCEPTED else False


def _submit_edit(reply: Reply, peer: Peer, text: str, language: str) -> bool:
    reaction = Reaction.objects.published().filter(submission=reply.submission).exclude(text=text).first()
    if reaction is None:
        return False
    _withdraw_edits(reply)
    data = {**reply.submission.data, "reaction": reaction.pk}
    once = f"{reply.note} {hashlib.sha256(text.encode()).hexdigest()}"
    _submit_reply(EDIT, peer, reply.post, text, language, once=once, data=data)
    return True


def apply_edit(submission: Submission) -> None:
    """Replace the text of a reaction by an accepted edit. Called by intake."""
    published = Reaction.objects.published().filter(pk=submission.data["reaction"])
    published.update(text=submission.text, edited_at=now())


def delete_reply_or_account(activity: Activity, peer: Peer) -> bool:
    """Withdraw a deleted reply; for a deleted account withdraw all its replies and stop following."""
    if activity.ends_account:
        return _delete_account(peer)
    reply = _find_reply(activity.object_id, peer)
    return _withdraw_reply(reply) if reply else False


def _delete_account(peer: Peer) -> bool:
    for reply in Reply.objects.filter(actor=peer.actor).select_related("submission"):
        _withdraw_reply(reply)
    Follower.objects.filter(actor=peer.actor).delete()
    peer.delete()
    return True


def _find_reply(note: str, peer: Peer) -> Reply | None:
    return Reply.objects.filter(note=note, actor=peer.actor).select_related("submission", "post").first()


def _withdraw_reply(reply: Reply) -> bool:
    _withdraw_edits(reply)
    if reply.submission.status not in (Status.PENDING, Status.ACCEPTED):
        return False
    intake.withdraw_submission(reply.submission)
    return True


def _withdraw_edits(reply: Reply) -> None:
    subject_fields = {"subject_type": reply.post.subject_type, "subject_id": reply.post.subject_id}
    waiting = Submission.objects.pending().of_kind(EDIT).filter(**subject_fields, data__account=reply.actor)
    for submission in waiting.filter(data__note=reply.submission.data.get("note")):
        intake.withdraw_submission(submission)
