"""What became of the digests in the mailing room: copied into the ledger, and counted for each thing that was told."""

from collections import Counter, defaultdict

from django.db import transaction

from stedennet.mailing.models import Delivery

from ..models import Channel, Content, Digest
from .noting import note

AT_ONCE = 500
BECAME = {
    Delivery.State.HANDED_OVER: Digest.State.HANDED_OVER,
    Delivery.State.FAILED: Digest.State.FAILED,
    Delivery.State.SUPPRESSED: Digest.State.SUPPRESSED,
    Delivery.State.STOPPED: Digest.State.STOPPED,
}


def follow_deliveries() -> int:
    """The worker's chore: see which digests were sent; returns how many are known now."""
    known, last = 0, 0
    while keys := list(Digest.objects.under_way().filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        known += _follow(keys)
        last = keys[-1]
    return known


@transaction.atomic
def _follow(keys: list[int]) -> int:
    digests = {one.key: one for one in Digest.objects.under_way().filter(pk__in=keys).select_for_update(of=("self",))}
    rows = Delivery.objects.filter(key__in=digests, state__in=BECAME).values_list("key", "state")
    became: dict[str, list[Digest]] = defaultdict(list)
    for key, state in rows:
        became[BECAME[Delivery.State(state)]].append(digests[key])
    for state, found in became.items():
        Digest.objects.filter(pk__in=[one.pk for one in found]).update(state=state)
    _count(became[Digest.State.HANDED_OVER])
    return sum(map(len, became.values()))


def _count(digests: list[Digest]) -> None:
    many = Counter(one.mailing_id for one in digests)
    for content in Content.objects.filter(mailing__in=many):
        for subject_type, subject_id in content.things:
            note(subject_type, subject_id, Channel.DIGEST, many=many[content.mailing_id])
