"""What comes back: bounces and complaints by mail (VERP) or from a mail service, and what follows."""

import datetime as dt
import logging
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

from django.db import transaction
from flufl.bounce import all_failures

from stedennet.core.clock import now

from ..models import Bounce, Delivery, Suppression
from ..models.suppressions import BounceKind as Kind
from ..post_office import key
from ..rules.addresses import number_in
from .suppressing import normalised, suppress

LOGGER = logging.getLogger("stedennet.mail")
SOFT_IS_ENOUGH = 3
SOFT_COUNTS_FOR = dt.timedelta(days=90)


def read_bounce(data: bytes, *, to: str = "") -> Bounce | None:
    """Read one mail that came back; `to` is the address it came to, when the mail server says so.

    None when it is about no delivery of ours (a forged return address, an answer of somebody on holiday).
    """
    number = number_in(to, key()) if to else None
    message = message_from_bytes(data, policy=policy.compat32)
    if number is None:
        number = number_in(_text_of(message, data), key())
    delivery = Delivery.objects.filter(pk=number).first() if number else None
    kind = _kind(message)
    if delivery is None or kind is None:
        return None
    return came_back(delivery, kind, note=str(message.get("Subject", ""))[:300])


def _text_of(message: Message, data: bytes) -> str:
    # The tag stands in the return address (To, Delivered-To), and in the Message-ID of the mail that is enclosed. Both
    # are signed; a part in base64 hides it, so each part is looked into.
    parts = [part.get_payload(decode=True) or b"" for part in message.walk() if not part.is_multipart()]
    return b"\n".join([data, *(part for part in parts if isinstance(part, bytes))]).decode("latin-1")


def _kind(message: Message) -> Kind | None:
    # RFC 5965: a complaint that a mail service passes on.
    if message.get_param("report-type", "", "content-type") == "feedback-report":
        return Kind.COMPLAINT
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # A detector of the library may stumble over what is no mail at all (no From, say).
        LOGGER.warning("a mail that came back could not be read")
        return None
    if permanent:
        return Kind.HARD
    return Kind.SOFT if temporary else None


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
    if is_new and email:
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


_SERVICE_SAYS = {"bounced": Kind.HARD, "complained": Kind.COMPLAINT, "deferred": Kind.SOFT}
_SAYS_SOFT = frozenset({"transient", "undetermined", "temporary", "softbounce", "softbounced"})
"""How services call a bounce that may pass, in their own event: django-anymail calls every one “bounced”."""


def _is_soft(said: Any) -> bool:
    """Whether the service's own event calls the bounce a passing one, anywhere in it."""
    if isinstance(said, Mapping):
        return any(_is_soft(value) for value in said.values())
    if isinstance(said, list | tuple):
        return any(_is_soft(value) for value in said)
    return isinstance(said, str) and said.rpartition(".")[2].replace("_", "").casefold() in _SAYS_SOFT


def told_by_service(sender: Any, event: Any, esp_name: str, **_more: Any) -> None:
    """A mail service tells (django-anymail checked its secret): about the newest delivery to that address."""
    kind = _SERVICE_SAYS.get(event.event_type)
    if kind is Kind.HARD and _is_soft(event.esp_event):
        kind = Kind.SOFT
    email = normalised(event.recipient or "")
    delivery = _newest_to(event.recipient, email) if email and kind else None
    if delivery and kind:
        came_back(delivery, kind, note=f"{esp_name}: {event.description or event.event_type}")
    elif email and kind and kind is not Kind.SOFT:
        suppress(email, reason=kind.value, note=esp_name)


def _newest_to(*emails: str) -> Delivery | None:
    return Delivery.objects.filter(email__in=emails).newest_first().first()
