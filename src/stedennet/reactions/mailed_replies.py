"""Answers by mail to the notification of a reaction: a reaction in the same thread, moderated as any other."""

from stedennet.core.errors import Refused
from stedennet.mailing.reply_kinds import Addressee, ReplyKind

from . import flows, subjects
from .models import Reaction


def _find_reaction(key: str) -> Reaction | None:
    return Reaction.objects.select_related("submission", "parent").filter(pk=key).first()


def _find_author(key: str) -> Addressee | None:
    reaction = _find_reaction(key)
    return Addressee(reaction.submission.email, reaction.submission.language) if reaction else None


def _accept(key: str, text: str, once: str) -> None:
    reaction = _find_reaction(key)
    subject = subjects.find_subject_by_label(reaction.subject_type, reaction.subject_id) if reaction else None
    if reaction is None or subject is None:
        raise Refused(flows.get_gone_words())
    submission = reaction.submission
    flows.submit_reaction(
        subject,
        name=submission.name,
        email=submission.email,
        text=text,
        language=submission.language,
        once=f"mail {once}",
        page=submission.page,
        parent=reaction.parent or reaction,
        proven=True,
    )


KIND = ReplyKind(name=flows.REPLY, find_addressee=_find_author, accept=_accept)
