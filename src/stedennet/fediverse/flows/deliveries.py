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
from stedennet.outbox.rules import compute_retry_delay
from stedennet.spreading.flows.dispatches import record_dispatch

from .. import http_client, links, serializers
from ..http_client import Unreachable
from ..models import Activity, Delivery, Follower, Host
from ..rules.documents import add_context
from ..rules.time_limits import is_dead
from ..signatures import sign_post
from . import moves

CLAIM = dt.timedelta(minutes=5)
MAX_CONCURRENT = 8
"""Servers that we talk to at the same time; each gets one message at a time."""
CANDIDATES = 200
OTHER_SIGNATURE = {Host.Signs.MESSAGE: Host.Signs.DRAFT, Host.Signs.DRAFT: Host.Signs.MESSAGE}
TRY_OTHER_SIGNATURE = {400, 401, 403, 500}
"""Answers after which the other way of signing is tried."""
MOVED = {301, 302, 303, 307, 308, 404, 410}
"""Answers after which the followers' own servers are asked where they want it now."""
REFUSED = {400, 403, 404, 405, 406, 410, 413, 415, 422}
"""Answers that will be the same tomorrow."""


@dataclass(frozen=True)
class DeliveryJob:
    """What is needed to send one delivery, without the database."""

    pk: int
    inbox: str
    host: str
    body: bytes
    key_id: str
    private_pem: str
    way: str


@dataclass(frozen=True)
class DeliveryResult:
    """What came of it: the status of the answer (0 for none), in which way it was signed, and what went wrong."""

    status: int
    way: str
    error: str = ""

    @property
    def delivered(self) -> bool:
        """Whether the other server took it."""
        return 200 <= self.status < 300


def send_due_deliveries(*, within: float = 10.0) -> int:
    """The worker's chore: send what is due; returns how many were taken. Begins nothing after `within` seconds."""
    if not settings.FEDIVERSE:
        return 0
    end, taken = time.monotonic() + within, 0
    while time.monotonic() < end:
        jobs = claim_deliveries()
        if not jobs:
            break
        taken += _send_jobs(jobs)
    return taken


def _send_jobs(jobs: Sequence[DeliveryJob]) -> int:
    # Only the requests run side by side; the database is this thread's alone.
    with ThreadPoolExecutor(max_workers=MAX_CONCURRENT) as pool:
        outcomes = list(pool.map(send_delivery, jobs))
    for job, outcome in zip(jobs, outcomes, strict=True):
        if not (outcome.status in MOVED and moves.follow_move(job.inbox, job.host)):
            record_result(job, outcome)
    return sum(one.delivered for one in outcomes)


@transaction.atomic
def claim_deliveries() -> list[DeliveryJob]:
    """Take what is due, one for each server. Counting the attempt first keeps two workers apart."""
    due = Delivery.objects.select_for_update(of=("self",)).due(now()).order_by("id")
    first = {
        one.host: one for one in reversed(due.select_related("activity__identity", "activity__post")[:CANDIDATES])
    }
    ways = dict(Host.objects.filter(name__in=first).values_list("name", "signs"))
    taken = list(first.values())[:MAX_CONCURRENT]
    for one in taken:
        one.attempts += 1
        one.not_before = now() + max(CLAIM, compute_retry_delay(one.attempts))
        one.save(update_fields=["attempts", "not_before"])
    return [_build_job(one, ways.get(one.host, "")) for one in taken]


def _build_job(one: Delivery, way: str) -> DeliveryJob:
    identity = one.activity.identity
    body = json.dumps(add_context(serializers.serialize_activity(one.activity)), ensure_ascii=False).encode()
    key_id = f"{links.get_url('account', identity.name)}#main-key"
    return DeliveryJob(one.pk, one.inbox, one.host, body, key_id, identity.private_pem, way)


def send_delivery(job: DeliveryJob) -> DeliveryResult:
    """Send it in the way that worked before there (RFC 9421 first), and when that is refused in the other way."""
    first = Host.Signs(job.way or Host.Signs.MESSAGE)
    outcome = _send_signed(job, first)
    return _send_signed(job, OTHER_SIGNATURE[first]) if outcome.status in TRY_OTHER_SIGNATURE else outcome


def _send_signed(job: DeliveryJob, way: str) -> DeliveryResult:
    headers = sign_post(way, job.inbox, job.body, key_id=job.key_id, private_pem=job.private_pem)
    try:
        answer = http_client.send_request("POST", job.inbox, headers=headers, body=job.body)
    except Unreachable as error:
        return DeliveryResult(0, way, str(error))
    return DeliveryResult(answer.status, way, f"status {answer.status}")


@transaction.atomic
def record_result(job: DeliveryJob, outcome: DeliveryResult) -> None:
    """Note what came of a delivery, and of its server."""
    host, _new = Host.objects.get_or_create(name=job.host)
    if outcome.delivered:
        _record_success(job, outcome, host)
    elif outcome.status in REFUSED:
        _record_refusal(job, outcome)
    else:
        _record_failure(job, outcome, host)


def _record_success(job: DeliveryJob, outcome: DeliveryResult, host: Host) -> None:
    waiting = Delivery.objects.waiting().filter(pk=job.pk)
    if waiting.update(sent_at=now(), last_error=""):
        _record_dispatch(Activity.objects.select_related("post").get(deliveries=job.pk), job.host)
    host.signs, host.failing_since, host.dead_at = Host.Signs(outcome.way), None, None
    host.save()


def _record_dispatch(activity: Activity, host: str) -> None:
    # A theme that shares and a change that follows bring the same message: it went there once.
    if activity.post and activity.verb == Activity.Verb.CREATE:
        record_dispatch(activity.post.subject_type, activity.post.subject_id, "fediverse", where=host, many=1)


def _record_refusal(job: DeliveryJob, outcome: DeliveryResult) -> None:
    Delivery.objects.waiting().filter(pk=job.pk).update(given_up_at=now(), last_error=outcome.error[:200])
    if outcome.status == 410:
        Follower.objects.filter(inbox=job.inbox).delete()


def _record_failure(job: DeliveryJob, outcome: DeliveryResult, host: Host) -> None:
    waiting = Delivery.objects.waiting().filter(pk=job.pk)
    for one in waiting:
        waiting.update(not_before=now() + compute_retry_delay(one.attempts), last_error=outcome.error[:200])
    host.failing_since = host.failing_since or now()
    if is_dead(host.failing_since, now()):
        host.dead_at = now()
        Delivery.objects.waiting().filter(host=host.name).update(given_up_at=now(), last_error="server given up")
    host.save()
