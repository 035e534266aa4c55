"""Answers by mail in a conversation: they are messages, under the same rules as on the page."""

from django.utils.translation import gettext as _

from stedennet.core.access import LinkHolder
from stedennet.core.errors import Refused
from stedennet.mailing.reply_kinds import Addressee, ReplyKind

from ..models import Call, Interest
from .conversations import OWNER_REPLY, SENDER_REPLY, send_message


def _find_interest(key: str) -> Interest | None:
    return Interest.objects.select_related("call").filter(pk=key).first()


def _find_owner(key: str) -> Addressee | None:
    interest = _find_interest(key)
    return Addressee(interest.call.owner_email, interest.call.language) if interest else None


def _find_sender(key: str) -> Addressee | None:
    interest = _find_interest(key)
    return Addressee(interest.email, interest.language) if interest else None


def _accept_from_owner(key: str, text: str, _once: str) -> None:
    interest = _require_interest(key)
    send_message(interest, text, by=LinkHolder(Call, interest.call_id))


def _accept_from_sender(key: str, text: str, _once: str) -> None:
    interest = _require_interest(key)
    send_message(interest, text, by=LinkHolder(Interest, interest.pk))


def _require_interest(key: str) -> Interest:
    interest = _find_interest(key)
    if interest is None:
        raise Refused(_("Dit gesprek is beëindigd."))
    return interest


OWNER_KIND = ReplyKind(name=OWNER_REPLY, find_addressee=_find_owner, accept=_accept_from_owner)
SENDER_KIND = ReplyKind(name=SENDER_REPLY, find_addressee=_find_sender, accept=_accept_from_sender)
