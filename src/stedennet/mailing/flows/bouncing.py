"""What comes back: bounces and complaints by mail (VERP) or from a mail service, and what follows."""

import datetime as dt
import logging
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

from django.db import transaction

from stedennet.core.clock import now

from ..models import Bounce, Delivery, Suppression
from ..models.suppressions import BounceKind as Kind
from ..post_office import key
from ..rules import reports, webhooks
from ..rules.addresses import number_in
from ..rules.refusals import About
from .holds import hold_if_too_much
from .suppressing import normalised, suppress

LOGGER = logging.getLogger("stedennet.mail")
SOFT_IS_ENOUGH = 3
SOFT_COUNTS_FOR = dt.timedelta(days=90)


KIND_OF = {About.ADDRESS: Kind.HARD, About.PASSING: Kind.SOFT, About.US: Kind.OF_US}


def read_bounce(data: bytes, *, to: str = "") -> Bounce | None:
    """Read one mail that came back; `to` is the address it came to, when the mail server says so.

    None when it is about no delivery of ours (a forged return address, an answer of somebody on holiday), or says that
    nothing went wrong.
    """
    number = number_in(to, key()) if to else None
    message = message_from_bytes(data, policy=policy.compat32)
    if number is None:
        number = number_in(_text_of(message, data), key())
    delivery = Delivery.objects.filter(pk=number).first() if number else None
    if delivery is None:
        return None
    kind = _kind(message, delivery.email)
    return came_back(delivery, kind, note=reports.said(message, delivery.email)[:300]) if kind else None


def _text_of(message: Message, data: bytes) -> str:
    # The tag stands in the return address (To, Delivered-To), and in the Message-ID of the mail that is enclosed. Both
    # are signed; a part in base64 hides it, so each part is looked into.
    parts = [part.get_payload(decode=True) or b"" for part in message.walk() if not part.is_multipart()]
    return b"\n".join([data, *(part for part in parts if isinstance(part, bytes))]).decode("latin-1")


def _kind(message: Message, email: str) -> Kind | None:
    if reports.is_feedback(message):
        if reports.is_complaint(message):
            return Kind.COMPLAINT
        LOGGER.info("feedback that is no complaint came in")
        return None
    try:
        about = reports.refusal(message, email)
    except reports.Unreadable:
        LOGGER.warning("a mail that came back could not be read")
        return None
    return KIND_OF[about] if about else None


@transaction.atomic
def came_back(delivery: Delivery, kind: Kind, *, note: str = "") -> Bounce:
    """Record it, once for each delivery and kind, and put the address on the list when that is enough."""
    moment = now()
    # A bounce after 30 days finds no address any more; it is counted, and that is all.
    email = normalised(delivery.email)
    bounce, is_new = Bounce.objects.get_or_create(
        delivery=delivery, kind=kind, defaults={"email": email, "at": moment, "note": note[:300]}
    )
    if is_new and kind is not Kind.COMPLAINT:
        Delivery.objects.filter(pk=delivery.pk, bounced_at=None).update(bounced_at=moment)
    if is_new and kind is Kind.OF_US:
        hold_if_too_much()
    elif is_new and email:
        _suspend_if_enough(email, kind, note)
    return bounce


def _suspend_if_enough(email: str, kind: Kind, note: str) -> None:
    if kind is not Kind.SOFT or _soft_since_lifted(email) >= SOFT_IS_ENOUGH:
        suppress(email, reason=kind.value, note=note)


def _soft_since_lifted(email: str) -> int:
    # Who was taken off the list begins again at nothing.
    since = now() - SOFT_COUNTS_FOR
    lifted = Suppression.objects.filter(email=email, lifted_at__gt=since).order_by("-lifted_at").first()
    begin = lifted.lifted_at if lifted and lifted.lifted_at else since
    return Bounce.objects.filter(email=email, kind=Kind.SOFT, at__gt=begin).count()


def told_by_service(sender: Any, event: Any, esp_name: str, **_more: Any) -> None:
    """A mail service tells (django-anymail checked its secret): about the newest delivery to that address."""
    about = webhooks.about(
        event.event_type,
        reason=getattr(event, "reject_reason", None) or "",
        reply=getattr(event, "mta_response", None) or "",
        said=event.esp_event,
    )
    kind = Kind.COMPLAINT if event.event_type == webhooks.COMPLAINED else KIND_OF[about] if about else None
    email = normalised(event.recipient or "")
    delivery = _newest_to(event.recipient, email) if email and kind else None
    if delivery and kind:
        came_back(delivery, kind, note=f"{esp_name}: {event.description or event.event_type}")
    elif email and kind in (Kind.HARD, Kind.COMPLAINT):
        suppress(email, reason=kind.value, note=esp_name)


def _newest_to(*emails: str) -> Delivery | None:
    return Delivery.objects.filter(email__in=emails).newest_first().first()
