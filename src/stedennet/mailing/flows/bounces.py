"""Bounces and complaints, by mail (VERP) or from a mail service, and their consequences."""

import datetime as dt
import logging
from email import message_from_bytes, policy
from email.message import Message
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from anymail.signals import AnymailTrackingEvent

LOGGER = logging.getLogger("stedennet.mail")
SOFT_BOUNCE_LIMIT = 3
SOFT_BOUNCE_PERIOD = dt.timedelta(days=90)


KIND_OF = {RefusalCause.ADDRESS: Kind.HARD, RefusalCause.PASSING: Kind.SOFT, RefusalCause.US: Kind.OF_US}


def read_bounce(data: bytes, *, to: str = "") -> Bounce | None:
    """Read a returned mail and record its bounce; `to` is the envelope recipient, if the mail server passes it on.

    None when the mail does not concern a delivery of ours (a forged return address, an out-of-office reply), or
    reports no failure.
    """
    number = find_tagged_number(to, get_signing_key()) if to else None
    message = message_from_bytes(data, policy=policy.compat32)
    if number is None:
        number = find_tagged_number(_collect_text(message, data), get_signing_key())
    delivery = Delivery.objects.filter(pk=number).first() if number else None
    if delivery is None:
        return None
    kind = _classify_bounce(message, delivery.email)
    return (
        record_bounce(delivery, kind, note=reports.summarise_report(message, delivery.email)[:300]) if kind else None
    )


def _collect_text(message: Message, data: bytes) -> str:
    # The signed tag is in the return address (To, Delivered-To) and in the Message-ID of the enclosed mail. Base64
    # hides it, so every part is decoded and searched.
    parts = [part.get_payload(decode=True) or b"" for part in message.walk() if not part.is_multipart()]
    return b"\n".join([data, *(part for part in parts if isinstance(part, bytes))]).decode("latin-1")


def _classify_bounce(message: Message, email: str) -> Kind | None:
    if reports.is_feedback(message):
        if reports.is_complaint(message):
            return Kind.COMPLAINT
        LOGGER.info("received a feedback report that is not a complaint")
        return None
    try:
        cause = reports.classify_report(message, email)
    except reports.UnreadableReport:
        LOGGER.warning("could not read a returned mail")
        return None
    return KIND_OF[cause] if cause else None


@transaction.atomic
def record_bounce(delivery: Delivery, kind: Kind, *, note: str = "") -> Bounce:
    """Record a bounce once for each delivery and kind; suppress the address or hold all mailings if that is enough."""
    moment = now()
    # After 30 days the address has been erased: the bounce is only counted.
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
    # After a suppression was lifted, counting starts again from zero.
    since = now() - SOFT_BOUNCE_PERIOD
    lifted = Suppression.objects.filter(email=email, lifted_at__gt=since).order_by("-lifted_at").first()
    counted_from = lifted.lifted_at if lifted and lifted.lifted_at else since
    return Bounce.objects.filter(email=email, kind=Kind.SOFT, at__gt=counted_from).count()


def handle_tracking_event(
    sender: object, event: "AnymailTrackingEvent", esp_name: str, **_signal_arguments: object
) -> None:
    """Record an event of a mail service, for the newest delivery to that address; anymail has checked the secret."""
    cause = webhooks.classify_event(
        event.event_type,
        reason=getattr(event, "reject_reason", None) or "",
        reply=getattr(event, "mta_response", None) or "",
        payload=event.esp_event,
    )
    kind = Kind.COMPLAINT if event.event_type == webhooks.COMPLAINED else KIND_OF[cause] if cause else None
    email = normalise_address(event.recipient or "")
    delivery = _find_newest_delivery(event.recipient, email) if email and kind else None
    if delivery and kind:
        record_bounce(delivery, kind, note=f"{esp_name}: {event.description or event.event_type}")
    elif email and kind in (Kind.HARD, Kind.COMPLAINT):
        suppress_address(email, reason=kind.value, note=esp_name)


def _find_newest_delivery(*emails: str) -> Delivery | None:
    return Delivery.objects.filter(email__in=emails).newest_first().first()
