"""Reports from other servers about something of ours; moderators receive them with all other reports."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from stedennet.core.text import shorten_text
from stedennet.intake import flows as intake
from stedennet.intake.models import Submission
from stedennet.limits.flows import count_event
from stedennet.reactions import flows as reactions
from stedennet.reactions import subjects
from stedennet.reactions.models import Reaction

from .. import links
from ..models import Identity, Peer, Reply
from ..rules.markup import extract_text
from ..rules.messages import Activity
from .tallies import find_post

KIND = "fediverse_flag"
MAX_PER_DAY = 20
"""Maximum number of reports from one server that reach moderators in a day."""
DAY = 24 * 60 * 60
MAX_LENGTH = 2000


def receive_flag(activity: Activity, peer: Peer) -> bool:
    """Submit a report for each of our items that it names. Mastodon sends reports as a server, not as a person."""
    candidates = (_find_flagged(address) for address in activity.object_ids[:MAX_PER_DAY])
    flagged_items = [item for item in candidates if item is not None]
    return sum(_submit_report(activity, peer, *item) for item in flagged_items) > 0


def _find_flagged(address: str) -> tuple[Reaction | None, str, str] | None:
    """Find our item with this URL: its reaction if it is a reply, its title, and the URL of its page."""
    reply = Reply.objects.filter(note=address).select_related("submission", "post").first()
    if reply:
        reaction = Reaction.objects.published().filter(submission=reply.submission).first()
        page = links.get_url("page", reply.post.subject_type, reply.post.subject_id, "nl")
        return reaction, reply.submission.name, page
    post = find_post(address)
    if post:
        subject = subjects.find_subject_by_label(post.subject_type, post.subject_id)
        return (
            None,
            str(getattr(subject, "title", subject or "")),
            links.get_url("page", post.subject_type, post.subject_id, "nl"),
        )
    kind, name = links.resolve_url(address) or ("", "")
    identity = Identity.objects.filter(name=name).first() if kind == "account" else None
    return (None, f"@{identity.name}", links.get_url("home", "nl")) if identity else None


def _submit_report(activity: Activity, peer: Peer, reaction: Reaction | None, title: str, page: str) -> bool:
    if count_event(f"fediverse flags {peer.host}", within=DAY) > MAX_PER_DAY:
        return False
    with override("nl"):
        words = extract_text(activity.content)[:MAX_LENGTH] or _("Zonder toelichting.")
        reason = _("Iemand meldde dit vanaf een andere server in de fediverse.")
        intake.receive_submission(
            KIND,
            name=shorten_text(peer.host, 100),
            email="",
            text=f"{words}\n\n{reaction.name}: {reaction.text}" if reaction else words,
            language="nl",
            once=f"{activity.id} {title} {page}",
            data={"account": peer.actor, "reason": reason},
            subject=reaction,
            subject_title=_("Melding uit de fediverse: %(title)s") % {"title": title},
            page=page.removeprefix(settings.SITE_URL),
            proven=True,
        )
    return True


def uphold_flag(submission: Submission) -> None:
    """Remove a reaction after a moderator upheld the report; other items are left to editors. Called by intake."""
    if submission.subject_id:
        reactions.uphold_report(submission)
