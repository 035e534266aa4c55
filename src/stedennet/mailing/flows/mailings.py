"""Preparing a mailing in the caller's transaction, stopping it, and counting its deliveries."""

import datetime as dt
import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from stedennet.core.access import Actor, is_editor
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed

from ..letters import Letter
from ..models import Delivery, Mailing
from ..rules.addresses import encode_address, is_url
from ..rules.placeholders import collapse_whitespace, find_placeholders
from .suppressions import find_suppressed

__all__ = [
    "Addressee",
    "DeliveryCounts",
    "Letter",
    "can_stop_mailing",
    "count_deliveries",
    "prepare_mailing",
    "stop_mailing",
]

State = Delivery.State
BATCH_SIZE = 500
BUILT_IN_PLACEHOLDERS = {"email", "unsubscribe_url"}


@dataclass(frozen=True)
class Addressee:
    """A recipient of a letter. `key` is unique for ever: nothing is sent twice with the same key.

    `values` fill the letter's placeholders and are escaped in the HTML. `unsubscribe_url` is an absolute URL that
    accepts a POST (RFC 8058).
    """

    key: str
    email: str
    values: Mapping[str, str] = field(default_factory=dict)
    unsubscribe_url: str = ""


@dataclass(frozen=True)
class DeliveryCounts:
    """Deliveries by state. `bounced` are among those handed over; `repeated` counts possible duplicates."""

    waiting: int = 0
    handed_over: int = 0
    failed: int = 0
    suppressed: int = 0
    stopped: int = 0
    bounced: int = 0
    repeated: int = 0


def prepare_mailing(
    name: str,
    letter: Letter,
    addressees: Iterable[Addressee],
    *,
    not_before: dt.datetime | None = None,
    list_id: str = "",
) -> Mailing:
    """Store the letter and a delivery for each addressee, in the current transaction.

    An addressee whose key exists already is skipped. A suppressed address gets a delivery that is not sent, an invalid
    address one that failed. The same name and letter add to the same mailing; if that was stopped, so are the new
    deliveries. Raises RuntimeError outside a transaction, and ValueError for a placeholder without a value, an invalid
    `unsubscribe_url` or a key of the wrong length.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("prepare_mailing() must run in the transaction of the change that causes the mailing")
    mailing = _get_or_create_mailing(name, letter, list_id)
    placeholders = find_placeholders(letter.subject, letter.text, letter.html) - BUILT_IN_PLACEHOLDERS
    moment = now()
    for chunk in _split_chunks(addressees):
        suppressed = find_suppressed(addressee.email for addressee in chunk)
        rows = [
            _build_delivery(mailing, addressee, placeholders, suppressed, moment, not_before or moment)
            for addressee in chunk
        ]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return mailing


def _get_or_create_mailing(name: str, letter: Letter, list_id: str) -> Mailing:
    content = (name, letter.subject, letter.text, letter.html, letter.language, list_id)
    once = hashlib.sha256("\0".join(content).encode("utf-8", "replace")).hexdigest()
    fields = {
        "name": name[:200],
        "list_id": list_id,
        "subject": collapse_whitespace(letter.subject)[:300],
        "text": letter.text,
        "html": letter.html,
        "language": letter.language,
        "created_at": now(),
    }
    return Mailing.objects.get_or_create(once=once, defaults=fields)[0]


def _split_chunks(addressees: Iterable[Addressee]) -> Iterator[list[Addressee]]:
    remaining = iter(addressees)
    while chunk := list(itertools.islice(remaining, BATCH_SIZE)):
        yield chunk


def _build_delivery(
    mailing: Mailing,
    addressee: Addressee,
    placeholders: set[str],
    suppressed: set[str],
    moment: dt.datetime,
    not_before: dt.datetime,
) -> Delivery:
    if missing := placeholders - addressee.values.keys():
        raise ValueError(f"no value for {', '.join(sorted(missing))}")
    if addressee.unsubscribe_url and not is_url(addressee.unsubscribe_url):
        raise ValueError("unsubscribe_url is not a valid URL")
    if not 0 < len(addressee.key) <= 200:
        raise ValueError("a key has 1 to 200 characters")
    email, state, error = _choose_initial_state(mailing, addressee.email, suppressed)
    return Delivery(
        mailing=mailing,
        key=addressee.key,
        email=email,
        values={name: str(addressee.values[name]) for name in placeholders},
        unsubscribe_url=addressee.unsubscribe_url,
        state=state,
        not_before=not_before,
        done_at=None if state == State.WAITING else moment,
        last_error=error,
    )


def _choose_initial_state(mailing: Mailing, email: str, suppressed: set[str]) -> tuple[str, str, str]:
    try:
        address = encode_address(email)
    except ValueError as error:
        return email[:254], State.FAILED, str(error)[:300]
    if mailing.stopped_at:
        return address, State.STOPPED, ""
    return address, State.SUPPRESSED if address.lower() in suppressed else State.WAITING, ""


def can_stop_mailing(by: Actor) -> bool:
    """Whether `by` may stop a mailing: editors only."""
    return is_editor(by)


@transaction.atomic
def stop_mailing(mailing: Mailing, *, by: Actor) -> None:
    """Stop what is still waiting; mails that a worker has claimed may still go out. Raises NotAllowed."""
    if not can_stop_mailing(by):
        raise NotAllowed(_("Alleen redacteuren stoppen een mailing."))
    moment = now()
    Mailing.objects.filter(pk=mailing.pk, stopped_at=None).update(stopped_at=moment, stopped_by=str(by)[:200] or "?")
    mailing.refresh_from_db()
    Delivery.objects.filter(mailing=mailing, state=State.WAITING).update(state=State.STOPPED, done_at=moment)


def count_deliveries(*mailings: Mailing) -> DeliveryCounts:
    """Count the deliveries of these mailings together, in one query; claimed deliveries count as waiting."""
    waiting = Q(state__in=[State.WAITING, State.CLAIMED])
    counts = Delivery.objects.filter(mailing__in=mailings).aggregate(
        waiting=Count("pk", filter=waiting),
        handed_over=Count("pk", filter=Q(state=State.HANDED_OVER)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        suppressed=Count("pk", filter=Q(state=State.SUPPRESSED)),
        stopped=Count("pk", filter=Q(state=State.STOPPED)),
        bounced=Count("pk", filter=Q(bounced_at__isnull=False)),
        repeated=Sum("repeated"),
    )
    return DeliveryCounts(**{name: number or 0 for name, number in counts.items()})
