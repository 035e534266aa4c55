"""Tracking events of mail services, in the terms of django-anymail. Pure."""

from collections.abc import Mapping

from . import refusals
from .refusals import RefusalCause

COMPLAINED = "complained"
REFUSED = frozenset({"bounced", "rejected", "failed"})
DEFERRED = "deferred"
MAILBOX = 2
BY_REASON = {
    "invalid": RefusalCause.ADDRESS,
    "bounced": RefusalCause.ADDRESS,
    "timed_out": RefusalCause.PASSING,
    "other": RefusalCause.PASSING,
    "blocked": RefusalCause.US,
    "spam": RefusalCause.US,
}
"""Meaning of `reject_reason`. `unsubscribed` is left out: that reader opted out there and nothing was sent."""
_SOFT_TERMS = frozenset({"transient", "undetermined", "temporary", "softbounce", "softbounced"})
"""Terms that services use for a soft bounce in their own payload; django-anymail calls every bounce “bounced”."""


def classify_event(event_type: str, *, reason: str, reply: str, payload: object) -> RefusalCause | None:
    """Find the cause of a refusal; None when nothing was refused.

    It follows from the status in the mail server's `reply`, else from the service's `reason`, else from the service's
    own event (`payload`).
    """
    status = refusals.find_status(reply) or refusals.parse_status(reply)
    if event_type == DEFERRED:
        # The service will try again: only a mailbox that accepts nothing is worth recording.
        return RefusalCause.PASSING if status and status.subject == MAILBOX else None
    if event_type not in REFUSED:
        return None
    if status and status.says_something:
        return refusals.classify_refusal(reply, status=status)
    return _classify_without_status(event_type, reason, reply, payload)


def _classify_without_status(event_type: str, reason: str, reply: str, payload: object) -> RefusalCause | None:
    if event_type != "bounced":
        # The service did not even try: its own list gives the reason, and only an invalid address is certain.
        return RefusalCause.PASSING if reason == "bounced" else BY_REASON.get(reason)
    cause = BY_REASON.get(reason or "bounced")
    if cause is not RefusalCause.ADDRESS:
        return cause
    if is_soft_bounce(payload):
        return RefusalCause.PASSING
    # The service calls it final; when it passes on the server's reply, that must say so too.
    return refusals.classify_words(reply) if reply.strip() else RefusalCause.ADDRESS


def is_soft_bounce(payload: object) -> bool:
    """Whether the service's own payload calls the bounce temporary, at any depth."""
    if isinstance(payload, Mapping):
        return payload.get("hard_bounce") is False or any(is_soft_bounce(value) for value in payload.values())
    if isinstance(payload, list | tuple):
        return any(is_soft_bounce(value) for value in payload)
    return isinstance(payload, str) and payload.rpartition(".")[2].replace("_", "").casefold() in _SOFT_TERMS
