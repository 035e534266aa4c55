"""Results of digests: copied from the mailing room, and counted as dispatches of each item in them."""

from collections import Counter, defaultdict

from django.db import transaction

from stedennet.mailing.models import Delivery

from ..models import Channel, Content, Digest
from .dispatches import record_dispatch

BATCH_SIZE = 500
DIGEST_STATE = {
    Delivery.State.HANDED_OVER: Digest.State.HANDED_OVER,
    Delivery.State.FAILED: Digest.State.FAILED,
    Delivery.State.SUPPRESSED: Digest.State.SUPPRESSED,
    Delivery.State.STOPPED: Digest.State.STOPPED,
}


def record_digest_results() -> int:
    """Record the results of digests in progress (periodic job); return how many were recorded."""
    total, last_key = 0, 0
    while keys := list(Digest.objects.under_way().filter(pk__gt=last_key).values_list("pk", flat=True)[:BATCH_SIZE]):
        total += _record_results(keys)
        last_key = keys[-1]
    return total


@transaction.atomic
def _record_results(keys: list[int]) -> int:
    digests = {
        digest.key: digest for digest in Digest.objects.under_way().filter(pk__in=keys).select_for_update(of=("self",))
    }
    rows = Delivery.objects.filter(key__in=digests, state__in=DIGEST_STATE).values_list("key", "state")
    by_state: dict[str, list[Digest]] = defaultdict(list)
    for key, state in rows:
        by_state[DIGEST_STATE[Delivery.State(state)]].append(digests[key])
    for state, digests_in_state in by_state.items():
        Digest.objects.filter(pk__in=[digest.pk for digest in digests_in_state]).update(state=state)
    _record_dispatches(by_state[Digest.State.HANDED_OVER])
    return sum(map(len, by_state.values()))


def _record_dispatches(digests: list[Digest]) -> None:
    counts = Counter(digest.mailing_id for digest in digests)
    for content in Content.objects.filter(mailing__in=counts):
        for subject_type, subject_id in content.things:
            record_dispatch(subject_type, subject_id, Channel.DIGEST, many=counts[content.mailing_id])
