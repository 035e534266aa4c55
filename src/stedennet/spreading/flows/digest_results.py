"""What became of the digests in the mailing room: copied into the ledger, and counted for each thing that was told."""

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
    """The worker's chore: see which digests were sent; returns how many are known now."""
    known, last = 0, 0
    while keys := list(Digest.objects.under_way().filter(pk__gt=last).values_list("pk", flat=True)[:BATCH_SIZE]):
        known += _record_results(keys)
        last = keys[-1]
    return known


@transaction.atomic
def _record_results(keys: list[int]) -> int:
    digests = {one.key: one for one in Digest.objects.under_way().filter(pk__in=keys).select_for_update(of=("self",))}
    rows = Delivery.objects.filter(key__in=digests, state__in=DIGEST_STATE).values_list("key", "state")
    became: dict[str, list[Digest]] = defaultdict(list)
    for key, state in rows:
        became[DIGEST_STATE[Delivery.State(state)]].append(digests[key])
    for state, found in became.items():
        Digest.objects.filter(pk__in=[one.pk for one in found]).update(state=state)
    _record_dispatches(became[Digest.State.HANDED_OVER])
    return sum(map(len, became.values()))


def _record_dispatches(digests: list[Digest]) -> None:
    many = Counter(one.mailing_id for one in digests)
    for content in Content.objects.filter(mailing__in=many):
        for subject_type, subject_id in content.things:
            record_dispatch(subject_type, subject_id, Channel.DIGEST, many=many[content.mailing_id])
