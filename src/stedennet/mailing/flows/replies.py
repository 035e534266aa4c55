"""Answers to our mails: each mail gets a reply address of its own, and what comes back on it lands where it belongs.

Whatever cannot be matched is dropped without a word: a stranger learns nothing, not even whether an address exists.
"""

import datetime as dt
import hashlib
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from stedennet.core.clock import now
from stedennet.core.errors import DomainError
from stedennet.outbox.flows import queue_mail
from stedennet.outbox.rules import hash_address

from ..models import ReceivedReply, ReplyAddress
from ..reply_kinds import Addressee, ReplyKind, find_reply_kind
from ..rules.addresses import build_return_address, build_tag, find_tagged_number
from ..rules.replies import ReplyMail, parse_reply

LIFETIME = dt.timedelta(days=60)
MAX_REPLIES = 20
"""Answers to one mail; more is a loop, or a flood."""


class Receipt(StrEnum):
    """What became of an incoming mail; for the operator, never for its sender."""

    ACCEPTED = "accepted"
    REFUSED = "refused, its sender was told why"
    AGAIN = "received before"
    IGNORED = "not an answer to a mail of this site"


def get_reply_key() -> bytes:
    """Return the key that signs reply addresses."""
    return hashlib.sha256(b"stedennet.replies\0" + settings.SECRET_KEY.encode()).digest()


def issue_reply_address(kind: str, key: object, email: str) -> str:
    """Make the reply address of a mail to `email` about this record; empty when nothing reads answers."""
    if not settings.REPLY_EMAIL:
        return ""
    moment = now()
    row = ReplyAddress.objects.create(
        kind=kind, key=str(key), email_hash=hash_address(email), created_at=moment, ends_at=moment + LIFETIME
    )
    return build_return_address(build_tag(row.pk, get_reply_key()), settings.REPLY_EMAIL)


def receive_reply(data: bytes, *, to: str) -> Receipt:
    """Read a mail that came in, and hand it over; its sender hears only what concerns them.

    `to` is the envelope recipient; a mail server that does not pass it on leaves it to the head of the mail.
    """
    reply = parse_reply(data)
    number = find_tagged_number(to or reply.recipients, get_reply_key())
    address = ReplyAddress.objects.filter(pk=number, ends_at__gt=now()).first() if number else None
    kind = find_reply_kind(address.kind) if address else None
    if address is None or kind is None:
        return Receipt.IGNORED
    addressee = kind.find_addressee(address.key)
    if reply.is_automatic or addressee is None or not _is_from_addressee(reply, address, addressee):
        return Receipt.IGNORED
    return _accept_once(address, kind, addressee, reply)


def _is_from_addressee(reply: ReplyMail, address: ReplyAddress, addressee: Addressee) -> bool:
    """The sender is who got the mail, and still has the record."""
    sender = hash_address(reply.sender)
    hashes = (address.email_hash, hash_address(addressee.email))
    return bool(reply.sender) and all(constant_time_compare(sender, known) for known in hashes)


@transaction.atomic
def _accept_once(address: ReplyAddress, kind: ReplyKind, addressee: Addressee, reply: ReplyMail) -> Receipt:
    ReplyAddress.objects.select_for_update().get(pk=address.pk)
    if address.replies.count() >= MAX_REPLIES:
        return Receipt.IGNORED
    if not ReceivedReply.objects.get_or_create(address=address, message_hash=reply.key, defaults={"at": now()})[1]:
        return Receipt.AGAIN
    with translation.override(addressee.language):
        refusal = _find_refusal(reply) or _hand_over(address, kind, reply)
        note = refusal or _describe_attachments(reply)
    if note:
        context = {"note": note, "is_refused": bool(refusal)}
        queue_mail(to=addressee.email, template="reply_note", context=context, language=addressee.language)
    return Receipt.REFUSED if refusal else Receipt.ACCEPTED


def _find_refusal(reply: ReplyMail) -> str:
    if reply.is_too_large:
        return _("Uw mail is te groot. Antwoord zonder bijlagen, of via de link in onze mail.")
    return "" if reply.text else _("Wij vonden geen tekst in uw mail. Schrijf uw antwoord boven onze mail.")


def _hand_over(address: ReplyAddress, kind: ReplyKind, reply: ReplyMail) -> str:
    """Give the text to its room; returns why that refused it, or nothing."""
    try:
        with transaction.atomic():
            kind.accept(address.key, reply.text, reply.key)
    except DomainError as error:
        return error.message
    return ""


def _describe_attachments(reply: ReplyMail) -> str:
    if not reply.attachments:
        return ""
    names = ", ".join(reply.attachments)
    return _("Uw antwoord kwam aan, zonder de bijlagen (%(names)s). Stuur die via de link in onze mail.") % {
        "names": names
    }


def delete_old_reply_addresses() -> int:
    """Delete reply addresses that have ended, with what came in on them; returns how many."""
    return ReplyAddress.objects.filter(ends_at__lte=now()).delete()[0]
