"""Answers to a call, and the conversation after it: relayed, so that neither side sees an address until both agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import User
from stedennet.core.access import Actor, LinkHolder
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.files import CheckedFile
from stedennet.core.records import store_record
from stedennet.intake.flows import receive_submission
from stedennet.intake.models import Submission
from stedennet.mailing.flows.replies import issue_reply_address
from stedennet.outbox.flows import queue_mail

from ..access import is_owner
from ..models import Call, Interest, Message
from ..personal_links import CALL_LINK, CONVERSATION_LINK
from ..rules.states import Talk, move_talk
from . import attachments

KIND = "interest"
OWNER_REPLY, SENDER_REPLY = "talk_owner", "talk_sender"
"""The kinds of mail that each side can answer by mail; the key is that of the interest."""
LONGEST = 4000
"""Characters of a message, as its form allows."""
MAX_MESSAGES_PER_DAY = 30
"""The limit for one side of a conversation: a relay must not become a way to flood somebody's mailbox."""


@dataclass(frozen=True)
class InterestData:
    """The three fixed answers, with the sender's name and address."""

    together: str
    unclear: str
    who: str
    name: str
    email: str


def submit_interest(
    call: Call,
    answers: InterestData,
    *,
    language: str,
    once: str,
    page: str,
    person: User | None = None,
    behalf_of: str = "",
) -> Submission:
    """Receive an answer to a call, and mail a link to confirm it. Raises Refused when the call is not open."""
    _check_open(call)
    return receive_submission(
        KIND,
        name=answers.name,
        email=answers.email,
        text=answers.together,
        language=language,
        once=once,
        data={"unclear": answers.unclear, "who": answers.who},
        subject=call,
        subject_title=call.title,
        page=page,
        person=person,
        behalf_of=behalf_of,
    )


def create_interest(submission: Submission) -> Interest:
    """Create the interest of a confirmed submission, and mail the owner, and the sender a link to the conversation.

    An answer that was sent in time counts, even if it is confirmed after the call closed.
    """
    call = Call.objects.get(pk=submission.subject_id)
    interest = store_record(
        Interest(
            call=call,
            together=submission.text,
            unclear=submission.data.get("unclear", ""),
            who=submission.data.get("who", ""),
            name=submission.name,
            email=submission.email,
            language=submission.language,
            submission=submission,
            at=now(),
        )
    )
    _mail_owner(interest, "interest_new")
    link = CONVERSATION_LINK.url(interest, interest.language)
    context = {"call": call, "link": link}
    once = f"interest yours {interest.pk}"
    queue_mail(to=interest.email, template="interest_yours", context=context, language=interest.language, once=once)
    return interest


def withdraw_interest(submission: Submission) -> None:
    """Delete the interest of a withdrawn submission, unless the conversation has started."""
    Interest.objects.filter(submission=submission, talked=False).delete()


def get_next_url(submission: Submission) -> str:
    """The URL where the sender of an answer follows the conversation; empty if there is none."""
    interest = Interest.objects.filter(submission=submission).first()
    return CONVERSATION_LINK.url(interest, submission.language) if interest else ""


def send_message(interest: Interest, text: str, *, by: Actor, files: Sequence[attachments.Upload] = ()) -> Message:
    """Send a message to the other side: `by` is an owner of the call, or the sender by the link of the interest.

    Raises NotAllowed, or Refused: for an empty message, when one side ended the conversation, for too many messages in
    a day, and for a file of a type that is not allowed (attachments.py).
    """
    # Checking files and asking a virus scanner take seconds: do it before the row is locked.
    return _store_message(interest, text, by=by, files=attachments.check_uploads(files))


@transaction.atomic
def _store_message(interest: Interest, text: str, *, by: Actor, files: Sequence[CheckedFile]) -> Message:
    interest = _lock_interest(interest)
    from_owner = not _is_sender(by, interest)
    if from_owner and not is_owner(by, interest.call, day=today()):
        raise NotAllowed(_("Alleen wie de oproep plaatste kan antwoorden."))
    if not text.strip():
        raise Refused(_("Schrijf een bericht."), field="text")
    if len(text.strip()) > LONGEST:
        raise Refused(_("Uw bericht is te lang: schrijf hooguit 4.000 tekens."), field="text")
    if attachments.is_conversation_over(interest):
        raise Refused(_("Dit gesprek is beëindigd."))
    if not from_owner and interest.talk == Talk.NEW:
        raise Refused(_("Wacht tot de plaatser antwoordt."))
    # A calendar day in Amsterdam: the database compares in the same time zone.
    if interest.messages.filter(from_owner=from_owner, at__date=today()).count() >= MAX_MESSAGES_PER_DAY:
        raise Refused(_("U stuurde vandaag al veel berichten. Ga morgen verder."))
    message = store_record(Message(interest=interest, from_owner=from_owner, text=text.strip(), at=now()))
    attachments.store_attachments(message, files)
    if from_owner and interest.talk == Talk.NEW:
        interest.talk = Talk.TALKING
    if from_owner:
        interest.talked = True
    interest.save(update_fields=["talk", "talked"])
    _mail_sender(interest, message) if from_owner else _mail_owner(interest, "interest_message", message)
    return message


@transaction.atomic
def set_talk(interest: Interest, to: str, *, by: Actor) -> Interest:
    """Record how the owner says the conversation is going. Raises NotAllowed, or Refused."""
    interest = _lock_interest(interest)
    if not is_owner(by, interest.call, day=today()):
        raise NotAllowed(_("Alleen wie de oproep plaatste kan dit zeggen."))
    if interest.blocked_by:
        raise Refused(_("Dit gesprek is beëindigd."))
    if to == interest.talk:
        return interest
    interest.talk = move_talk(interest.talk, to)
    interest.talked = interest.talked or interest.talk in (Talk.TALKING, Talk.AGREED)
    interest.save(update_fields=["talk", "talked"])
    if attachments.is_conversation_over(interest):
        attachments.delete_attachments(interest)
    _mail_sender(interest, None)
    return interest


@transaction.atomic
def share_address(interest: Interest, *, by: Actor) -> Interest:
    """Agree, for one side, to share addresses; both show once both agree. Raises NotAllowed, or Refused."""
    interest = _lock_interest(interest)
    is_sender = _is_sender(by, interest)
    if not is_sender and not is_owner(by, interest.call, day=today()):
        raise NotAllowed(_("Alleen wie de oproep plaatste kan dit zeggen."))
    if interest.blocked_by:
        raise Refused(_("Dit gesprek is beëindigd."))
    if is_sender:
        interest.sender_shares = True
    else:
        interest.owner_shares = True
    interest.save(update_fields=["sender_shares", "owner_shares"])
    return interest


@transaction.atomic
def end_conversation(interest: Interest, *, by: Actor) -> Interest:
    """End it for both sides: no more messages or addresses; its files are deleted. Raises NotAllowed."""
    interest = _lock_interest(interest)
    is_sender = _is_sender(by, interest)
    if not is_sender and not is_owner(by, interest.call, day=today()):
        raise NotAllowed(_("Alleen wie de oproep plaatste kan dit zeggen."))
    if not interest.blocked_by:
        interest.blocked_by = "sender" if is_sender else "owner"
        interest.save(update_fields=["blocked_by"])
        attachments.delete_attachments(interest)
    return interest


def get_shared_addresses(interest: Interest) -> dict[str, str]:
    """Both addresses if both sides agreed and neither ended the conversation, else nothing."""
    if not (interest.owner_shares and interest.sender_shares) or interest.blocked_by:
        return {}
    return {"owner": interest.call.owner_email, "sender": interest.email}


def _is_sender(by: Actor, interest: Interest) -> bool:
    return isinstance(by, LinkHolder) and by.holds(interest)


def _check_open(call: Call) -> None:
    if not call.is_open_on(today()):
        raise Refused(_("Deze oproep is gesloten."))


def _lock_interest(interest: Interest) -> Interest:
    interests = Interest.objects.select_for_update(of=("self",)).select_related("call__organisation")
    return interests.get(pk=interest.pk)


def _mail_owner(interest: Interest, template: str, message: Message | None = None) -> None:
    call = interest.call
    if call.owner_email:
        context = {
            "call": call,
            "interest": interest,
            "message": message,
            "files": _format_file_names(message),
            "link": CALL_LINK.url(call, call.language),
        }
        _queue(template, context, OWNER_REPLY, interest, to=call.owner_email, language=call.language)


def _mail_sender(interest: Interest, message: Message | None) -> None:
    context = {
        "call": interest.call,
        "interest": interest,
        "message": message,
        "files": _format_file_names(message),
        "link": CONVERSATION_LINK.url(interest, interest.language),
    }
    _queue("interest_answer", context, SENDER_REPLY, interest, to=interest.email, language=interest.language)


def _queue(
    template: str, context: Mapping[str, object], kind: str, interest: Interest, *, to: str, language: str
) -> None:
    reply_to = issue_reply_address(kind, interest.pk, to)
    context = {**context, "can_answer": bool(reply_to)}
    queue_mail(to=to, template=template, context=context, language=language, reply_to=reply_to)


def _format_file_names(message: Message | None) -> str:
    """The names of a message's files: a mail lists them, and does not carry them."""
    return ", ".join(message.attachments.values_list("name", flat=True)) if message else ""
