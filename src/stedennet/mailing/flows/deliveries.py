"""Sending due deliveries: claim some (committed), hand them over, record the answers (committed), repeat.

A delivery is claimed before the mail server hears of it. A worker that dies leaves its claims behind; after ten
minutes these, and only these, are tried again and counted as repeated.
"""

import datetime as dt
import logging
import os
import secrets
import socket
import time
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from stedennet.core.clock import now

from ..models import Delivery
from ..renderer import FIELDS, ClaimedDelivery, Renderer
from ..rules.pace import MAX_ATTEMPTS, Pace
from ..transport import Answer, Result, Transport, open_transport
from .answers import UNCLAIMED, record_answers
from .suppressions import find_suppressed

LOGGER = logging.getLogger("stedennet.mail")
LOST_AFTER = dt.timedelta(minutes=10)
State = Delivery.State


class Worker:
    """A sending process: the name it puts on claims, and what it knows about the mail server's speed."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.pace = Pace()


_this_worker = Worker()


def send_due_deliveries(*, within: float = 10.0, worker: Worker | None = None) -> int:
    """Send due deliveries; return how many the mail server accepted. Starts no more after `within` seconds."""
    worker = worker or _this_worker
    if worker.pace.is_paused(now()):
        return 0
    release_lost_claims()
    if not Delivery.objects.due(now()).exists():
        return 0
    with open_transport() as transport:
        return SendingRun(worker, transport, end=time.monotonic() + within).run()


class SendingRun:
    """One run of a worker over a transport; keeps as many mails in flight as the server can handle."""

    def __init__(self, worker: Worker, transport: Transport, *, end: float) -> None:
        self._worker, self._transport, self._end = worker, transport, end
        self._in_flight: set[int] = set()
        self._renderer = Renderer()
        self._nothing_due = False

    def run(self) -> int:
        """Send until nothing is due or the time is up; return how many mails were accepted."""
        taken = 0
        while True:
            if not self._may_claim():
                self._transport.cancel()
            elif len(self._in_flight) <= self._worker.pace.max_in_flight // 2:
                self._claim_more()
            if not self._in_flight:
                return taken
            taken += self._receive_answers()

    def _may_claim(self) -> bool:
        return time.monotonic() < self._end and not self._worker.pace.is_paused(now())

    def _claim_more(self) -> None:
        if self._nothing_due:
            return
        free = self._worker.pace.max_in_flight - len(self._in_flight)
        rows = claim_deliveries(self._worker.name, most=free)
        self._nothing_due = not rows
        self._in_flight.update(row.number for row in rows)
        self._transport.send(self._renderer.build_mails(rows))

    def _receive_answers(self) -> int:
        answers = self._transport.receive_answers()
        if not answers:
            return 0
        record_answers(answers, worker=self._worker.name)
        self._in_flight.difference_update(answer.number for answer in answers)
        return self._update_pace(answers)

    def _update_pace(self, answers: Sequence[Answer]) -> int:
        moment, pace = now(), self._worker.pace
        taken = sum(answer.result is Result.TAKEN for answer in answers)
        # Greylisting and full mailboxes concern one addressee each: no reason to slow down for the whole server.
        deferred = sum(answer.result is Result.LATER and answer.cause is None for answer in answers)
        pace.record_batch(moment, taken=taken, deferred=deferred)
        if (
            any(answer.result in (Result.UNSENT, Result.UNKNOWN) for answer in answers)
            and not taken
            and self._may_claim()
        ):
            LOGGER.warning("the mail server accepts nothing now: %s", answers[0].text)
            pace.pause(moment)
        pace.record_throughput(len(answers), time.monotonic())
        return taken


def claim_deliveries(worker: str, *, most: int) -> list[ClaimedDelivery]:
    """Claim at most `most` due deliveries for this worker; committed before anything is sent.

    Addresses that were suppressed in the meantime are marked as such and left out.
    """
    while batch := _claim_batch(worker, most):
        suppressed = find_suppressed(row.email for row in batch)
        wanted = [row for row in batch if row.email.lower() not in suppressed]
        if len(wanted) < len(batch):
            keys = [row.number for row in batch if row.email.lower() in suppressed]
            Delivery.objects.claimed_by(worker).filter(pk__in=keys).update(
                state=State.SUPPRESSED, done_at=now(), **UNCLAIMED
            )
        if wanted:
            return wanted
    return []


@transaction.atomic
def _claim_batch(worker: str, most: int) -> list[ClaimedDelivery]:
    due = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).due(now())
    rows = [ClaimedDelivery(*row) for row in due.values_list(*FIELDS)[:most]]
    keys = [row.number for row in rows]
    Delivery.objects.filter(pk__in=keys).update(state=State.CLAIMED, claimed_at=now(), claimed_by=worker)
    return rows


@transaction.atomic
def release_lost_claims() -> int:
    """Put claims of vanished workers back in the queue, counted as repeated; return how many.

    A delivery that ended a worker at each of `MAX_ATTEMPTS` attempts fails.
    """
    moment = now()
    lost = Delivery.objects.claimed_before(moment - LOST_AFTER)
    lost.filter(attempts__gte=MAX_ATTEMPTS - 1).update(
        state=State.FAILED, done_at=moment, last_error="the worker died at every attempt", **UNCLAIMED
    )
    released = lost.update(state=State.WAITING, attempts=F("attempts") + 1, repeated=F("repeated") + 1, **UNCLAIMED)
    Delivery.objects.waiting_in_stopped_mailings().update(state=State.STOPPED, done_at=moment)
    return released
