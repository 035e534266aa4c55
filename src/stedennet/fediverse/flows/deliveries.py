"""Sending queued deliveries to other servers: claimed first, retried with growing delays, given up after a week."""

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

CLAIM_DURATION = dt.timedelta(minutes=5)
MAX_CONCURRENT = 8
"""Servers contacted at the same time; each gets one message at a time."""
CANDIDATES = 200
OTHER_SIGNATURE = {Host.Signs.MESSAGE: Host.Signs.DRAFT, Host.Signs.DRAFT: Host.Signs.MESSAGE}
TRY_OTHER_SIGNATURE = {400, 401, 403, 500}
"""Statuses after which the other signature scheme is tried."""
MOVED = {301, 302, 303, 307, 308, 404, 410}
"""Statuses after which the followers' accounts are asked for their current inbox."""
REFUSED = {400, 403, 404, 405, 406, 410, 413, 415, 422}
"""Statuses that a retry would not change."""


@dataclass(frozen=True)
class DeliveryJob:
    """Everything needed to send one delivery without the database; `way` is a `Host.Signs`, "" if unknown."""

    pk: int
    inbox: str
    host: str
    body: bytes
    key_id: str
    private_pem: str
    way: str


@dataclass(frozen=True)
class DeliveryResult:
    """The result: HTTP status (0 without a response), the signature scheme used, and what went wrong."""

    status: int
    way: str
    error: str = ""

    @property
    def delivered(self) -> bool:
        """Whether the other server accepted it."""
        return 200 <= self.status < 300


def send_due_deliveries(*, within: float = 10.0) -> int:
    """Send due deliveries (periodic job); return how many were accepted. Starts no more after `within` seconds."""
    if not settings.FEDIVERSE:
        return 0
    deadline, taken = time.monotonic() + within, 0
    while time.monotonic() < deadline:
        jobs = claim_deliveries()
        if not jobs:
            break
        taken += _send_jobs(jobs)
    return taken


def _send_jobs(jobs: Sequence[DeliveryJob]) -> int:
    # Only the requests run in parallel; the database is used by this thread alone.
    with ThreadPoolExecutor(max_workers=MAX_CONCURRENT) as pool:
        results = list(pool.map(send_delivery, jobs))
    for job, result in zip(jobs, results, strict=True):
        if not (result.status in MOVED and moves.follow_move(job.inbox, job.host)):
            record_result(job, result)
    return sum(result.delivered for result in results)


@transaction.atomic
def claim_deliveries() -> list[DeliveryJob]:
    """Claim due deliveries, one for each server. Counting the attempt first keeps other workers from claiming them."""
    due = Delivery.objects.select_for_update(of=("self",)).due(now()).order_by("id")
    oldest_by_host = {
        delivery.host: delivery
        for delivery in reversed(due.select_related("activity__identity", "activity__post")[:CANDIDATES])
    }
    schemes = dict(Host.objects.filter(name__in=oldest_by_host).values_list("name", "signs"))
    taken = list(oldest_by_host.values())[:MAX_CONCURRENT]
    for delivery in taken:
        delivery.attempts += 1
        delivery.not_before = now() + max(CLAIM_DURATION, compute_retry_delay(delivery.attempts))
        delivery.save(update_fields=["attempts", "not_before"])
    return [_build_job(delivery, schemes.get(delivery.host, "")) for delivery in taken]


def _build_job(delivery: Delivery, way: str) -> DeliveryJob:
    identity = delivery.activity.identity
    body = json.dumps(add_context(serializers.serialize_activity(delivery.activity)), ensure_ascii=False).encode()
    key_id = f"{links.get_url('account', identity.name)}#main-key"
    return DeliveryJob(delivery.pk, delivery.inbox, delivery.host, body, key_id, identity.private_pem, way)


def send_delivery(job: DeliveryJob) -> DeliveryResult:
    """Send with the scheme that worked there before (else RFC 9421); if that is refused, with the other one."""
    scheme = Host.Signs(job.way or Host.Signs.MESSAGE)
    result = _send_signed(job, scheme)
    return _send_signed(job, OTHER_SIGNATURE[scheme]) if result.status in TRY_OTHER_SIGNATURE else result


def _send_signed(job: DeliveryJob, way: str) -> DeliveryResult:
    headers = sign_post(way, job.inbox, job.body, key_id=job.key_id, private_pem=job.private_pem)
    try:
        response = http_client.send_request("POST", job.inbox, headers=headers, body=job.body)
    except Unreachable as error:
        return DeliveryResult(0, way, str(error))
    return DeliveryResult(response.status, way, f"status {response.status}")


@transaction.atomic
def record_result(job: DeliveryJob, result: DeliveryResult) -> None:
    """Record the result of a delivery, and what it says about the server."""
    host, _new = Host.objects.get_or_create(name=job.host)
    if result.delivered:
        _record_success(job, result, host)
    elif result.status in REFUSED:
        _record_refusal(job, result)
    else:
        _record_failure(job, result, host)


def _record_success(job: DeliveryJob, result: DeliveryResult, host: Host) -> None:
    waiting = Delivery.objects.waiting().filter(pk=job.pk)
    if waiting.update(sent_at=now(), last_error=""):
        _record_dispatch(Activity.objects.select_related("post").get(deliveries=job.pk), job.host)
    host.signs, host.failing_since, host.dead_at = Host.Signs(result.way), None, None
    host.save()


def _record_dispatch(activity: Activity, host: str) -> None:
    # Shares by themes and later updates bring the same post: it counts as sent there once.
    if activity.post and activity.verb == Activity.Verb.CREATE:
        record_dispatch(activity.post.subject_type, activity.post.subject_id, "fediverse", where=host, many=1)


def _record_refusal(job: DeliveryJob, result: DeliveryResult) -> None:
    Delivery.objects.waiting().filter(pk=job.pk).update(given_up_at=now(), last_error=result.error[:200])
    if result.status == 410:
        Follower.objects.filter(inbox=job.inbox).delete()


def _record_failure(job: DeliveryJob, result: DeliveryResult, host: Host) -> None:
    waiting = Delivery.objects.waiting().filter(pk=job.pk)
    for delivery in waiting:
        waiting.update(not_before=now() + compute_retry_delay(delivery.attempts), last_error=result.error[:200])
    host.failing_since = host.failing_since or now()
    if is_dead(host.failing_since, now()):
        host.dead_at = now()
        Delivery.objects.waiting().filter(host=host.name).update(given_up_at=now(), last_error="server given up")
    host.save()
