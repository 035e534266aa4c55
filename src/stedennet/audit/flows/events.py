"""Appends events to the chain, and prunes the oldest ones."""

import datetime as dt
import json
import logging
from collections.abc import Mapping
from functools import partial

from django.conf import settings
from django.db import connection, models, transaction

from stedennet.changes.flows import acquire_log_lock
from stedennet.core.access import SYSTEM, Actor, System
from stedennet.core.clock import now
from stedennet.core.locks import acquire_lock

from ..kinds import EventKind
from ..models import PruneAnchor, SecurityEvent
from ..origin import get_request_network, hash_address
from ..rules.chain import FIRST_HASH, compute_chain_hash, normalise_value

LOGGER = logging.getLogger("stedennet.security")
CHAIN_LOCK = 0x5365_6375
"""The key of the advisory lock that puts writers of the chain in order on PostgreSQL."""


def record_security_event(
    kind: EventKind,
    *,
    by: Actor | None,
    about: models.Model | None = None,
    data: Mapping[str, object] | None = None,
    address: str = "",
) -> SecurityEvent:
    """Append one event to the chain, in the transaction of the event itself; a JSON line is logged after the commit.

    `by` is None when nobody is signed in. `address` is an e-mail address as typed: only its keyed hash is stored.
    `data` holds plain values without people's names or addresses. The network comes from the current request.
    """
    if connection.in_atomic_block:
        # A flow may write both logs in either order: always taking this lock first prevents deadlocks.
        acquire_log_lock()
    event = SecurityEvent(
        at=now(),
        kind=EventKind(kind).value,
        by_key=by.pk if by is not None else None,
        by_system=isinstance(by, System),
        about_type=about._meta.label_lower if about is not None else "",
        about_key=str(about.pk) if about is not None else "",
        address_mark=hash_address(address),
        network=get_request_network(),
        data=normalise_value(data or {}),
    )
    return _append_event(event)


@transaction.atomic
def _append_event(event: SecurityEvent) -> SecurityEvent:
    acquire_lock(CHAIN_LOCK)
    last = SecurityEvent.objects.latest_first().first()
    event.number, event.previous_hash = (last.number + 1, last.hash) if last else (1, FIRST_HASH)
    event.hash = compute_chain_hash(event.previous_hash, event.number, event.said())
    event.save(force_insert=True)
    transaction.on_commit(partial(_log_event, event))
    return event


def _log_event(event: SecurityEvent) -> None:
    line = {"number": event.number, **event.said(), "hash": event.hash}
    LOGGER.info("%s", json.dumps(line, sort_keys=True, separators=(",", ":")))


@transaction.atomic
def prune_security_log() -> int:
    """Delete events older than the setting allows, oldest first; returns how many.

    The hash of the last deleted event is stored as an anchor and logged in the chain itself, so that the rest can
    still be checked and nobody can delete more unnoticed.
    """
    old = now() - dt.timedelta(days=settings.SECURITY_LOG_DAYS)
    last = SecurityEvent.objects.filter(at__lt=old).latest_first().first()
    if last is None:
        return 0
    record_security_event(EventKind.LOG_PRUNED, by=SYSTEM, data={"through": last.number, "hash": last.hash})
    PruneAnchor.objects.create(through=last.number, hash=last.hash, at=now())
    return SecurityEvent.objects.filter(number__lte=last.number).delete()[0]
