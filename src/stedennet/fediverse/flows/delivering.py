"""Sending what waits to inboxes elsewhere: claimed first, tried again later and later, left after a week."""

import datetime as dt
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from stedennet.core.clock import now
from stedennet.outbox.rules import wait_after
from stedennet.spreading.flows.noting import note

from .. import describing, fetching, links
from ..fetching import Unreachable
from ..models import Activity, Delivery, Follower, Host
from ..rules.documents import in_context
from ..rules.windows import is_dead
from ..signing import signed
from . import moves

CLAIM = dt.timedelta(minutes=5)
AT_ONCE = 8
"""Servers that we talk to at the same time; each gets one message at a time."""
LOOKED_AT = 200
OTHER = {Host.Signs.MESSAGE: Host.Signs.DRAFT, Host.Signs.DRAFT: Host.Signs.MESSAGE}
KNOCK_AGAIN = {400, 401, 403, 500}
"""Answers after which the other way of signing is tried."""
MOVED = {301, 302, 303, 307, 308, 404, 410}
"""Answers after which the followers' own servers are asked where they want it now."""
REFUSED = {400, 403, 404, 405, 406, 410, 413, 415, 422}
"""Answers that will be the same tomorrow."""


@dataclass(frozen=True)
class Job:
    """What is needed to send one delivery, without the database."""

    pk: int
    inbox: str
    host: str
    body: bytes
    key_id: str
    private_pem: str
    way: str


@dataclass(frozen=True)
class Outcome:
    """What came of it: the status of the answer (0 for none), in which way it was signed, and what went wrong."""

    status: int
    way: str
    error: str = ""

    @property
    def delivered(self) -> bool:
        """Whether the other server took it."""
        return 200 <= self.status < 300


def deliver_due(*, within: float = 10.0) -> int:
    """The worker's chore: send what is due; returns how many were taken. Begins nothing after `within` seconds."""
    if not settings.FEDIVERSE:
        return 0
    end, taken = time.monotonic() + within, 0
    while time.monotonic() < end:
        jobs = claim()
        if not jobs:
            break
        taken += _deliver(jobs)
    return taken


def _deliver(jobs: Sequence[Job]) -> int:
    # Only the requests run side by side; the database is this thread's alone.
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        outcomes = list(pool.map(knock, jobs))
    for job, outcome in zip(jobs, outcomes, strict=True):
        if not (outcome.status in MOVED and moves.follow_move(job.inbox, job.host)):
            settle(job, outcome)
    return sum(one.delivered for one in outcomes)


@transaction.atomic
def claim() -> list[Job]:
    """Take what is due, one for each server. Counting the attempt first keeps two workers apart."""
    due = Delivery.objects.select_for_update(of=("self",)).due(now()).order_by("id")
    first = {one.host: one for one in reversed(due.select_related("activity__identity", "activity__post")[:LOOKED_AT])}
    ways = dict(Host.objects.filter(name__in=first).values_list("name", "signs"))
    taken = list(first.values())[:AT_ONCE]
    for one in taken:
        one.attempts += 1
        one.not_before = now() + max(CLAIM, wait_after(one.attempts))
        one.save(update_fields=["attempts", "not_before"])
    return [_job(one, ways.get(one.host, "")) for one in taken]


def _job(one: Delivery, way: str) -> Job:
    identity = one.activity.identity
    body = json.dumps(in_context(describing.activity(one.activity)), ensure_ascii=False).encode()
    key_id = f"{links.of('account', identity.name)}#main-key"
    return Job(one.pk, one.inbox, one.host, body, key_id, identity.private_pem, way)


def knock(job: Job) -> Outcome:
    """Send it in the way that worked before there (RFC 9421 first), and when that is refused in the other way."""
    first = Host.Signs(job.way or Host.Signs.MESSAGE)
    outcome = _try(job, first)
    return _try(job, OTHER[first]) if outcome.status in KNOCK_AGAIN else outcome


def _try(job: Job, way: str) -> Outcome:
    headers = signed(way, job.inbox, job.body, key_id=job.key_id, private_pem=job.private_pem)
    try:
        answer = fetching.send("POST", job.inbox, headers=headers, body=job.body)
    except Unreachable as error:
        return Outcome(0, way, str(error))
    return Outcome(answer.status, way, f"status {answer.status}")


@transaction.atomic
def settle(job: Job, outcome: Outcome) -> None:
    """Note what came of a delivery, and of its server."""
    host, _new = Host.objects.get_or_create(name=job.host)
    if outcome.delivered:
        _delivered(job, outcome, host)
    elif outcome.status in REFUSED:
        _refused(job, outcome)
    else:
        _failed(job, outcome, host)


def _delivered(job: Job, outcome: Outcome, host: Host) -> None:
    waiting = Delivery.objects.waiting().filter(pk=job.pk)
    if waiting.update(sent_at=now(), last_error=""):
        _note(Activity.objects.select_related("post").get(deliveries=job.pk), job.host)
    host.signs, host.failing_since, host.dead_at = Host.Signs(outcome.way), None, None
    host.save()


def _note(activity: Activity, host: str) -> None:
    # A theme that shares and a change that follows bring the same message: it went there once.
    if activity.post and activity.verb == Activity.Verb.CREATE:
        note(activity.post.subject_type, activity.post.subject_id, "fediverse", where=host, many=1)


def _refused(job: Job, outcome: Outcome) -> None:
    Delivery.objects.waiting().filter(pk=job.pk).update(given_up_at=now(), last_error=outcome.error[:200])
    if outcome.status == 410:
        Follower.objects.filter(inbox=job.inbox).delete()


def _failed(job: Job, outcome: Outcome, host: Host) -> None:
    waiting = Delivery.objects.waiting().filter(pk=job.pk)
    for one in waiting:
        waiting.update(not_before=now() + wait_after(one.attempts), last_error=outcome.error[:200])
    host.failing_since = host.failing_since or now()
    if is_dead(host.failing_since, now()):
        host.dead_at = now()
        Delivery.objects.waiting().filter(host=host.name).update(given_up_at=now(), last_error="server given up")
    host.save()
