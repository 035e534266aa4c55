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
from ..renderer import get_signing_key
from ..rules import reports, webhooks
from ..rules.addresses import find_tagged_number
from ..rules.refusals import RefusalCause
from .holds import hold_if_too_many_refusals
from .suppressions import normalise_address, suppress_address

LOGGER = logging.getLogger("stedennet.mail")
SOFT_BOUNCE_LIMIT = 3
SOFT_BOUNCE_PERIOD = dt.timedelta(days=90)


KIND_OF = {RefusalCause.ADDRESS: Kind.HARD, RefusalCause.PASSING: Kind.SOFT, RefusalCause.US: Kind.OF_US}


def read_bounce(data: bytes, *, to: str = "") -> Bounce | None:
    """Read one mail that came back; `to` is the address it came to, when the mail server says so.

    None when it is about no delivery of ours (a forged return address, an answer of somebody on holiday), or says that
    nothing went wrong.
    """
    number = find_tagged_number(to, get_signing_key()) if to else None
    message = message_from_bytes(data, policy=policy.compat32)
    if number is None:
        number = find_tagged_number(_text_of(message, data), get_signing_key())
    delivery = Delivery.objects.filter(pk=number).first() if number else None
    if delivery is None:
        return None
    kind = _classify_bounce(message, delivery.email)
    return (
        record_bounce(delivery, kind, note=reports.summarise_report(message, delivery.email)[:300]) if kind else None
    )


def _text_of(message: Message, data: bytes) -> str:
    # The tag stands in the return address (To, Delivered-To), and in the Message-ID of the mail that is enclosed. Both
    # are signed; a part in base64 hides it, so each part is looked into.
    parts = [part.get_payload(decode=True) or b"" for part in message.walk() if not part.is_multipart()]
    return b"\n".join([data, *(part for part in parts if isinstance(part, bytes))]).decode("latin-1")


def _classify_bounce(message: Message, email: str) -> Kind | None:
    if reports.is_feedback(message):
        if reports.is_complaint(message):
            return Kind.COMPLAINT
        LOGGER.info("feedback that is no complaint came in")
        return None
    try:
        about = reports.classify_report(message, email)
    except reports.UnreadableReport:
        LOGGER.warning("a mail that came back could not be read")
        return None
    return KIND_OF[about] if about else None


@transaction.atomic
def record_bounce(delivery: Delivery, kind: Kind, *, note: str = "") -> Bounce:
    """Record it, once for each delivery and kind, and put the address on the list when that is enough."""
    moment = now()
    # A bounce after 30 days finds no address any more; it is counted, and that is all.
    email = normalise_address(delivery.email)
    bounce, is_new = Bounce.objects.get_or_create(
        delivery=delivery, kind=kind, defaults={"email": email, "at": moment, "note": note[:300]}
    )
    if is_new and kind is not Kind.COMPLAINT:
        Delivery.objects.filter(pk=delivery.pk, bounced_at=None).update(bounced_at=moment)
    if is_new and kind is Kind.OF_US:
        hold_if_too_many_refusals()
    elif is_new and email:
        _suppress_if_enough(email, kind, note)
    return bounce


def _suppress_if_enough(email: str, kind: Kind, note: str) -> None:
    if kind is not Kind.SOFT or _count_soft_bounces(email) >= SOFT_BOUNCE_LIMIT:
        suppress_address(email, reason=kind.value, note=note)


def _count_soft_bounces(email: str) -> int:
    # Who was taken off the list begins again at nothing.
    since = now() - SOFT_BOUNCE_PERIOD
    lifted = Suppression.objects.filter(email=email, lifted_at__gt=since).order_by("-lifted_at").first()
    begin = lifted.lifted_at if lifted and lifted.lifted_at else since
    return Bounce.objects.filter(email=email, kind=Kind.SOFT, at__gt=begin).count()


def handle_tracking_event(sender: Any, event: Any, esp_name: str, **_more: Any) -> None:
    """A mail service tells (django-anymail checked its secret): about the newest delivery to that address."""
    about = webhooks.classify_event(
        event.event_type,
        reason=getattr(event, "reject_reason", None) or "",
        reply=getattr(event, "mta_response", None) or "",
        said=event.esp_event,
    )
    kind = Kind.COMPLAINT if event.event_type == webhooks.COMPLAINED else KIND_OF[about] if about else None
    email = normalise_address(event.recipient or "")
    delivery = _find_newest_delivery(event.recipient, email) if email and kind else None
    if delivery and kind:
        record_bounce(delivery, kind, note=f"{esp_name}: {event.description or event.event_type}")
    elif email and kind in (Kind.HARD, Kind.COMPLAINT):
        suppress_address(email, reason=kind.value, note=esp_name)


def _find_newest_delivery(*emails: str) -> Delivery | None:
    return Delivery.objects.filter(email__in=emails).newest_first().first()
