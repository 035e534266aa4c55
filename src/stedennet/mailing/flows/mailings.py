"""Preparing a mailing in the caller's transaction, stopping it, and counting how it goes."""

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
ALWAYS_FILLED = {"email", "unsubscribe_url"}


@dataclass(frozen=True)
class Addressee:
    """Who gets a letter. `key` is unique for ever: with the same key nobody gets a second mail.

    `values` fill the letter's places; they are escaped in the HTML. `unsubscribe_url` is a whole address that answers
    a POST (RFC 8058).
    """

    key: str
    email: str
    values: Mapping[str, str] = field(default_factory=dict)
    unsubscribe_url: str = ""


@dataclass(frozen=True)
class DeliveryCounts:
    """How a mailing goes. `bounced` are among those handed over; `repeated` are tries that may have come twice."""

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
    """Write the letter and a row for each addressee, in the transaction that runs.

    A key that was there before is passed over. An address on the suppression list gets a row that is not sent, one
    that is no address a row that failed. The same name and letter again add to the same mailing; when that was
    stopped, what is added is stopped too. Raises RuntimeError outside a transaction, ValueError for a place without
    a value or an `unsubscribe_url` that is none.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("prepare() belongs in the transaction of what causes the mailing")
    mailing = _get_or_create_mailing(name, letter, list_id)
    places = find_placeholders(letter.subject, letter.text, letter.html) - ALWAYS_FILLED
    moment = now()
    for chunk in _split_chunks(addressees):
        unwanted = find_suppressed(one.email for one in chunk)
        rows = [_build_delivery(mailing, one, places, unwanted, moment, not_before or moment) for one in chunk]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return mailing


def _get_or_create_mailing(name: str, letter: Letter, list_id: str) -> Mailing:
    parts = (name, letter.subject, letter.text, letter.html, letter.language, list_id)
    once = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
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
    rest = iter(addressees)
    while chunk := list(itertools.islice(rest, BATCH_SIZE)):
        yield chunk


def _build_delivery(
    mailing: Mailing,
    to: Addressee,
    places: set[str],
    unwanted: set[str],
    moment: dt.datetime,
    not_before: dt.datetime,
) -> Delivery:
    if missing := places - to.values.keys():
        raise ValueError(f"no value for {', '.join(sorted(missing))}")
    if to.unsubscribe_url and not is_url(to.unsubscribe_url):
        raise ValueError("unsubscribe_url is no address")
    if not 0 < len(to.key) <= 200:
        raise ValueError("a key has 1 to 200 signs")
    email, state, error = _choose_initial_state(mailing, to.email, unwanted)
    return Delivery(
        mailing=mailing,
        key=to.key,
        email=email,
        values={name: str(to.values[name]) for name in places},
        unsubscribe_url=to.unsubscribe_url,
        state=state,
        not_before=not_before,
        done_at=None if state == State.WAITING else moment,
        last_error=error,
    )


def _choose_initial_state(mailing: Mailing, email: str, unwanted: set[str]) -> tuple[str, str, str]:
    try:
        address = encode_address(email)
    except ValueError as error:
        return email[:254], State.FAILED, str(error)[:300]
    if mailing.stopped_at:
        return address, State.STOPPED, ""
    return address, State.SUPPRESSED if address.lower() in unwanted else State.WAITING, ""


def can_stop_mailing(by: Actor) -> bool:
    """Editors stop mailings."""
    return is_editor(by)


@transaction.atomic
def stop_mailing(mailing: Mailing, *, by: Actor) -> None:
    """What was not handed over yet stays unsent; what a worker holds now may still go. Raises NotAllowed."""
    if not can_stop_mailing(by):
        raise NotAllowed(_("Alleen redacteuren stoppen een mailing."))
    moment = now()
    Mailing.objects.filter(pk=mailing.pk, stopped_at=None).update(stopped_at=moment, stopped_by=str(by)[:200] or "?")
    mailing.refresh_from_db()
    Delivery.objects.filter(mailing=mailing, state=State.WAITING).update(state=State.STOPPED, done_at=moment)


def count_deliveries(*mailings: Mailing) -> DeliveryCounts:
    """How these mailings go, together; what a worker holds counts as waiting. One query."""
    waiting = Q(state__in=[State.WAITING, State.CLAIMED])
    found = Delivery.objects.filter(mailing__in=mailings).aggregate(
        waiting=Count("pk", filter=waiting),
        handed_over=Count("pk", filter=Q(state=State.HANDED_OVER)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        suppressed=Count("pk", filter=Q(state=State.SUPPRESSED)),
        stopped=Count("pk", filter=Q(state=State.STOPPED)),
        bounced=Count("pk", filter=Q(bounced_at__isnull=False)),
        repeated=Sum("repeated"),
    )
    return DeliveryCounts(**{name: number or 0 for name, number in found.items()})
