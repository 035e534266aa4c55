"""All changes to reactions: submitting, placing, changing, withdrawing, reporting and removing."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.accounts.erasers import Leaver
from stedennet.accounts.models import User
from stedennet.core.access import Actor
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.intake import flows as intake
from stedennet.intake.links import get_url
from stedennet.intake.models import Submission
from stedennet.mailing.flows.replies import issue_reply_address
from stedennet.outbox.flows import queue_mail

from .models import Reaction
from .personal_links import REACTION_LINK
from .rules.text import MAX_LENGTH, clean_reaction_name, clean_reaction_text, may_change

KIND, REPORT = "reaction", "reaction_report"
REPLY = "reaction"
"""The kind of mail that its author can answer by mail; the key is that of the reaction."""
REASONS = {
    "insult": gettext_lazy("Dit is een belediging, discriminatie of een bedreiging."),
    "privacy": gettext_lazy("Hier staan gegevens van iemand die dat niet wil."),
    "spam": gettext_lazy("Dit is reclame of hoort hier niet."),
    "untrue": gettext_lazy("Dit is niet waar en schaadt iemand."),
}
"""The reasons for reporting a reaction; the text is also the statement to its author."""


def submit_reaction(
    subject: models.Model,
    *,
    name: str,
    email: str,
    text: str,
    language: str,
    once: str,
    page: str,
    person: User | None = None,
    behalf_of: str = "",
    parent: Reaction | None = None,
    proven: bool = False,
) -> Submission:
    """Receive a reaction, or a reply to `parent`; `proven` as in `receive_submission`.

    Raises Refused for an empty or long text, or a reply to a reply.
    """
    name, text = clean_reaction_name(name), clean_reaction_text(text)
    if not name:
        raise Refused(_("Vul uw naam in."), field="name")
    if not text or len(text) > MAX_LENGTH:
        raise Refused(_("Schrijf iets, en hooguit 2.000 tekens."), field="text")
    if parent is not None and not can_reply_to(parent, subject):
        raise Refused(_("Op deze reactie kunt u niet antwoorden."))
    return intake.receive_submission(
        KIND,
        name=name[:100],
        email=email,
        text=text,
        language=language,
        once=once,
        data={"parent": parent.pk if parent else None},
        subject=subject,
        subject_title=str(getattr(subject, "title", subject)),
        page=page,
        person=person,
        behalf_of=behalf_of,
        proven=proven,
    )


def get_gone_words() -> str:
    """What somebody reads who answers a reaction on a page that is gone."""
    return _("Deze reactie staat niet meer op de site.")


def can_reply_to(parent: Reaction, subject: models.Model) -> bool:
    """Whether `parent` can be replied to: it is public, about this subject, and not a reply itself."""
    return (
        parent.status == Reaction.Status.PUBLISHED
        and parent.parent_id is None
        and (parent.subject_type, parent.subject_id) == (subject._meta.label_lower, str(subject.pk))
    )


def must_wait_for_moderator(submission: Submission) -> bool:
    """Whether a moderator reviews first: always, unless the setting trusts addresses with an earlier reaction."""
    if not settings.TRUSTED_REACTIONS:
        return True
    earlier = Submission.objects.of_kind(KIND).accepted_from(submission.email).filter(reaction__status="published")
    return not earlier.exclude(pk=submission.pk).exists()


def create_reaction(submission: Submission) -> Reaction:
    """Create the reaction of an accepted submission, and mail its author a personal link. Intake calls this once."""
    parent = Reaction.objects.filter(pk=submission.data.get("parent") or 0, parent=None).first()
    reaction = Reaction.objects.create(
        subject_type=submission.subject_type,
        subject_id=submission.subject_id,
        parent=parent,
        submission=submission,
        person=submission.person,
        name=submission.name,
        text=submission.text,
        published_at=now(),
    )
    reply_to = issue_reply_address(REPLY, reaction.pk, submission.email) if submission.email else ""
    link = REACTION_LINK.url(reaction, submission.language)
    _mail_author(reaction, "reaction_placed", reply_to=reply_to, link=link, can_answer=bool(reply_to))
    return reaction


def can_change_reaction(reaction: Reaction) -> bool:
    """Whether its author may still change the text."""
    return reaction.status == Reaction.Status.PUBLISHED and may_change(reaction.published_at, now())


@transaction.atomic
def change_reaction(token: str, text: str) -> Reaction:
    """Change the text, by the author's link. Raises Refused after 15 minutes, or for an empty or too long text."""
    reaction, text = _require_own_reaction(token), clean_reaction_text(text)
    if not can_change_reaction(reaction):
        raise Refused(_("Wijzigen kan tot 15 minuten nadat een reactie is geplaatst."))
    if not text or len(text) > MAX_LENGTH:
        raise Refused(_("Schrijf iets, en hooguit 2.000 tekens."), field="text")
    reaction.text, reaction.edited_at = text, now()
    reaction.save(update_fields=["text", "edited_at"])
    return reaction


@transaction.atomic
def withdraw_reaction(token: str) -> Reaction:
    """Withdraw the reaction, by the author's link; replies stay. Raises Refused for an unknown link."""
    reaction = _require_own_reaction(token)
    if reaction.status == Reaction.Status.PUBLISHED:
        intake.withdraw_submission(reaction.submission)
        reaction.refresh_from_db()
    return reaction


def empty_withdrawn_reaction(submission: Submission) -> None:
    """Empty the reaction of a withdrawn submission. Intake calls this."""
    Reaction.objects.filter(submission=submission).update(status=Reaction.Status.WITHDRAWN, name="", text="")


def erase_reactions(leaver: Leaver) -> int:
    """Withdraw and empty the reactions of somebody who leaves; replies of others stay. Returns how many changes."""
    own_reactions = Reaction.objects.filter(
        Q(submission__email__iexact=leaver.email) | Q(person__isnull=False, person=leaver.user_id)
    )
    withdrawn = own_reactions.filter(status=Reaction.Status.PUBLISHED).update(status=Reaction.Status.WITHDRAWN)
    return withdrawn + own_reactions.update(name="", text="", source_url="", person=None)


def can_remove_reactions(by: Actor) -> bool:
    """Whether `by` may remove other people's reactions."""
    return intake.can_moderate(by)


def get_removal_url(submission: Submission) -> str:
    """The page where a moderator removes the reaction of this submission; empty when it is not on the site."""
    reaction = Reaction.objects.published().filter(submission=submission).first()
    return get_url("remove_reaction", str(reaction.pk), submission.language) if reaction else ""


@transaction.atomic
def remove_reaction(reaction: Reaction, *, by: Actor, reason: str) -> Reaction:
    """Remove a reaction, and mail its author the reason; a tombstone and the replies stay.

    Raises NotAllowed, or Refused without a reason or when it is gone already.
    """
    if not can_remove_reactions(by):
        raise NotAllowed(_("Alleen een moderator kan dit weghalen."))
    if not reason.strip():
        raise Refused(_("Geef een reden: de schrijver krijgt die te lezen."), field="reason")
    record_act(reaction, "reactions.removed", by=by, title=f"{reaction.subject_type} {reaction.subject_id}")
    return _remove_reaction(reaction, reason.strip())


def report_reaction(
    reaction: Reaction,
    *,
    name: str,
    email: str,
    why: str,
    text: str,
    language: str,
    once: str,
    page: str,
    person: User | None = None,
    behalf_of: str = "",
) -> Submission:
    """Receive a report that a reaction should be removed. Raises Refused without a reason from the list."""
    if why not in REASONS:
        raise Refused(_("Kies een reden."), field="why")
    report = f"{REASONS[why]}\n\n{clean_reaction_text(text)[:MAX_LENGTH]}\n\n{reaction.name}: {reaction.text}"
    return intake.receive_submission(
        REPORT,
        name=clean_reaction_name(name)[:100],
        email=email,
        text=report,
        language=language,
        once=once,
        data={"why": why, "words": clean_reaction_text(text)[:MAX_LENGTH]},
        subject=reaction,
        subject_title=_("Melding over een reactie van %(name)s") % {"name": reaction.name},
        page=page,
        person=person,
        behalf_of=behalf_of,
    )


def uphold_report(submission: Submission) -> None:
    """Remove the reaction of an accepted report, with its reason as statement. Intake calls this."""
    reaction = Reaction.objects.filter(pk=submission.subject_id).first()
    if reaction and reaction.status == Reaction.Status.PUBLISHED:
        _remove_reaction(reaction, str(REASONS.get(submission.data.get("why", "")) or submission.data["reason"]))


def _remove_reaction(reaction: Reaction, reason: str) -> Reaction:
    reaction = Reaction.objects.select_for_update(of=("self",)).select_related("submission").get(pk=reaction.pk)
    if reaction.status != Reaction.Status.PUBLISHED:
        raise Refused(_("Deze reactie staat niet meer op de site."))
    reaction.status, reaction.removed_reason = Reaction.Status.REMOVED, reason
    reaction.save(update_fields=["status", "removed_reason"])
    _mail_author(reaction, "reaction_removed")
    return reaction


def _require_own_reaction(token: str) -> Reaction:
    reaction = REACTION_LINK.find(token)
    if reaction is None:
        raise Refused(_("Deze link kennen wij niet. Misschien is hij niet helemaal overgenomen."))
    return reaction


def _mail_author(reaction: Reaction, template: str, *, reply_to: str = "", **more: object) -> None:
    submission = reaction.submission
    if not submission.email:
        return
    context = {"reaction": reaction, "page": f"{settings.SITE_URL}{submission.page}", **more}
    queue_mail(
        to=submission.email, template=template, context=context, language=submission.language, reply_to=reply_to
    )
