"""A card of ours was seen in a frame on another site: believed once browsers on several networks saw it there."""

from django.db import transaction
from django.db.models import F

from stedennet.core.clock import now, today
from stedennet.limits.flows import count_event, mark_used

from ..models import Sighting
from .dispatches import record_dispatch

MIN_NETWORKS = 2
"""From so many networks it must have been seen before we believe it."""
REMEMBERED = 7 * 24 * 3600
"""Seconds for which a network counts once for one site; only a keyed hash of it is kept, and no longer than this."""
MAX_NEW_SITES = 20
"""From one network, in a day; a reader sees fewer."""
MAX_UNVERIFIED = 2000
"""Rows. When there are more, the oldest of these go; what is believed never makes room."""


@transaction.atomic
def record_sighting(subject_type: str, subject_id: str, host: str, *, network: str) -> Sighting | None:
    """Note that a browser on `network` showed this thing in a frame on `host`; None when that network tells too much.

    Once it is believed, the ledger gets a line, and from then on one for each day.
    """
    row = _find_or_add(subject_type, subject_id, host, network)
    if row is None:
        return None
    if row.verified_at is None:
        _count_network(row, network)
    elif Sighting.objects.filter(pk=row.pk, last_on__lt=today()).update(last_on=today()):
        record_dispatch(subject_type, subject_id, "embed", where=host)
    return row


def _find_or_add(subject_type: str, subject_id: str, host: str, network: str) -> Sighting | None:
    key = {"subject_type": subject_type, "subject_id": subject_id, "host": host}
    row = Sighting.objects.filter(**key).first()
    if row or count_event(f"new sites:{network}", within=24 * 3600) > MAX_NEW_SITES:
        return row
    _delete_oldest()
    return Sighting.objects.get_or_create(**key, defaults={"first_on": today(), "last_on": today()})[0]


def _delete_oldest() -> None:
    unverified = Sighting.objects.unverified().order_by("-pk")
    oldest = unverified.values_list("pk", flat=True)[MAX_UNVERIFIED - 1 :]
    Sighting.objects.filter(pk__in=list(oldest)).delete()


def _count_network(row: Sighting, network: str) -> None:
    if not mark_used(f"seen:{row.pk}:{network}", within=REMEMBERED):
        return
    Sighting.objects.filter(pk=row.pk).update(seen_by=F("seen_by") + 1, last_on=today())
    row.refresh_from_db()
    if row.seen_by >= MIN_NETWORKS and Sighting.objects.filter(pk=row.pk, verified_at=None).update(verified_at=now()):
        record_dispatch(row.subject_type, row.subject_id, "embed", where=row.host)
