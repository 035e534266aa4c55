"""Sending what is due: claim some (committed), hand them over, write down what came of it (committed), and again.

A delivery is claimed before the mail server hears of it. A worker that dies leaves claims; after ten minutes
these, and only these, are tried again, and counted as repeated.
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
from ..rules.pace import MOST_ATTEMPTS, Pace
from ..transport import Answer, Result, Transport, open_transport
from .answers import record_answers
from .suppressions import find_suppressed

LOGGER = logging.getLogger("stedennet.mail")
LOST_AFTER = dt.timedelta(minutes=10)
State = Delivery.State
UNCLAIMED = {"claimed_at": None, "claimed_by": ""}


class Worker:
    """One who sends: its name in claims, and what it remembers of the server."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.pace = Pace()


_this_worker = Worker()


def send_due_deliveries(*, within: float = 10.0, worker: Worker | None = None) -> int:
    """Hand over what is due; returns how many the mail server took. Begins nothing after `within` seconds."""
    worker = worker or _this_worker
    if worker.pace.rests(now()):
        return 0
    release_lost_claims()
    if not Delivery.objects.due(now()).exists():
        return 0
    with open_transport() as carrier:
        return SendingRun(worker, carrier, end=time.monotonic() + within).run()


class SendingRun:
    """One round of a worker with a carrier: keeps so many on the way as the server can take."""

    def __init__(self, worker: Worker, carrier: Transport, *, end: float) -> None:
        self._worker, self._carrier, self._end = worker, carrier, end
        self._away: set[int] = set()
        self._office = Renderer()
        self._dry = False

    def run(self) -> int:
        """Until nothing is due, or the time is over; returns how many were taken."""
        taken = 0
        while True:
            if not self._may_claim():
                self._carrier.recall()
            elif len(self._away) <= self._worker.pace.at_once // 2:
                self._claim_more()
            if not self._away:
                return taken
            taken += self._hear()

    def _may_claim(self) -> bool:
        return time.monotonic() < self._end and not self._worker.pace.rests(now())

    def _claim_more(self) -> None:
        if self._dry:
            return
        room = self._worker.pace.at_once - len(self._away)
        rows = claim_deliveries(self._worker.name, most=room)
        self._dry = not rows
        self._away.update(row.number for row in rows)
        self._carrier.post(self._office.parcels(rows))

    def _hear(self) -> int:
        answers = self._carrier.answers()
        if not answers:
            return 0
        record_answers(answers, worker=self._worker.name)
        self._away.difference_update(answer.number for answer in answers)
        return self._remember(answers)

    def _remember(self, answers: Sequence[Answer]) -> int:
        moment, pace = now(), self._worker.pace
        taken = sum(answer.said is Result.TAKEN for answer in answers)
        # Greylisting and full mailboxes are of one addressee each: no reason to leave the server alone.
        laters = sum(answer.said is Result.LATER and answer.about is None for answer in answers)
        pace.heard(moment, taken=taken, laters=laters)
        if (
            any(answer.said in (Result.UNSENT, Result.UNKNOWN) for answer in answers)
            and not taken
            and self._may_claim()
        ):
            LOGGER.warning("the mail server takes nothing now: %s", answers[0].text)
            pace.down(moment)
        pace.answered(len(answers), time.monotonic())
        return taken


def claim_deliveries(worker: str, *, most: int) -> list[ClaimedDelivery]:
    """Take at most `most` that are due, for this worker alone; committed before anybody sends them.

    An address that came on the suppression list meanwhile is passed over.
    """
    while seen := _claim_batch(worker, most):
        unwanted = find_suppressed(row.email for row in seen)
        wanted = [row for row in seen if row.email.lower() not in unwanted]
        if len(wanted) < len(seen):
            keys = [row.number for row in seen if row.email.lower() in unwanted]
            Delivery.objects.mine(worker).filter(pk__in=keys).update(
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
    """Claims of workers that are gone wait again, and count as repeated; returns how many."""
    moment = now()
    lost = Delivery.objects.claimed_before(moment - LOST_AFTER)
    lost.filter(attempts__gte=MOST_ATTEMPTS - 1).update(
        state=State.FAILED, done_at=moment, last_error="each try ended a worker", **UNCLAIMED
    )
    released = lost.update(state=State.WAITING, attempts=F("attempts") + 1, repeated=F("repeated") + 1, **UNCLAIMED)
    Delivery.objects.left_behind().update(state=State.STOPPED, done_at=moment)
    return released
