"""What a mail service tells of a mail, in the words of django-anymail. Pure."""

from collections.abc import Mapping
from typing import Any

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
"""What `reject_reason` means. `unsubscribed` is missing: somebody signed off there, and the service sent nothing."""
_SAYS_SOFT = frozenset({"transient", "undetermined", "temporary", "softbounce", "softbounced"})
"""How services call a bounce that may pass, in their own event: django-anymail calls every one “bounced”."""


def classify_event(event_type: str, *, reason: str, reply: str, said: Any) -> RefusalCause | None:
    """What an event is about: by the status in the mail server's `reply`, else by the service's `reason`, else by its
    own event (`said`). None when nothing was refused."""
    status = refusals.find_status(reply) or refusals.parse_status(reply)
    if event_type == DEFERRED:
        # It is tried again by the service: only a mailbox that takes nothing is worth remembering.
        return RefusalCause.PASSING if status and status.subject == MAILBOX else None
    if event_type not in REFUSED:
        return None
    if status and status.says_something:
        return refusals.classify_refusal(reply, status=status)
    return _classify_without_status(event_type, reason, reply, said)


def _classify_without_status(event_type: str, reason: str, reply: str, said: Any) -> RefusalCause | None:
    if event_type != "bounced":
        # The service did not even try: its own list says why, and of that only an address that is none is certain.
        return RefusalCause.PASSING if reason == "bounced" else BY_REASON.get(reason)
    found = BY_REASON.get(reason or "bounced")
    if found is not RefusalCause.ADDRESS:
        return found
    if is_soft_bounce(said):
        return RefusalCause.PASSING
    # The service calls it final; where it tells the server's words as well, these must say so too.
    return refusals.classify_words(reply) if reply.strip() else RefusalCause.ADDRESS


def is_soft_bounce(said: Any) -> bool:
    """Whether the service's own event calls the bounce a passing one, anywhere in it."""
    if isinstance(said, Mapping):
        return said.get("hard_bounce") is False or any(is_soft_bounce(value) for value in said.values())
    if isinstance(said, list | tuple):
        return any(is_soft_bounce(value) for value in said)
    return isinstance(said, str) and said.rpartition(".")[2].replace("_", "").casefold() in _SAYS_SOFT
