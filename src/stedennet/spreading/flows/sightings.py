"""Sightings of our cards on other sites, verified once browsers on several networks have seen them there."""

from django.db import transaction
from django.db.models import F

from stedennet.core.clock import now, today
from stedennet.limits.flows import count_event, mark_used

from ..models import Sighting
from .dispatches import record_dispatch

MIN_NETWORKS = 2
"""Networks that must have seen a card before the sighting is verified."""
NETWORK_COUNTED_FOR = 7 * 24 * 3600
"""Seconds in which a network counts only once per sighting; only its keyed hash is stored, and no longer than this."""
MAX_NEW_SITES = 20
"""New sightings that one network may report in a day; more than any reader would."""
MAX_UNVERIFIED = 2000
"""Maximum number of unverified rows; beyond it, the oldest are deleted. Verified rows are never deleted for space."""


@transaction.atomic
def record_sighting(subject_type: str, subject_id: str, host: str, *, network: str) -> Sighting | None:
    """Record that a browser on `network` showed this item in a frame on `host`; None if that network reports too much.

    A dispatch is recorded when the sighting is verified, and again on each later day that it is reported.
    """
    sighting = _find_or_add(subject_type, subject_id, host, network)
    if sighting is None:
        return None
    if sighting.verified_at is None:
        _count_network(sighting, network)
    elif Sighting.objects.filter(pk=sighting.pk, last_on__lt=today()).update(last_on=today()):
        record_dispatch(subject_type, subject_id, "embed", where=host)
    return sighting


def _find_or_add(subject_type: str, subject_id: str, host: str, network: str) -> Sighting | None:
    key = {"subject_type": subject_type, "subject_id": subject_id, "host": host}
    sighting = Sighting.objects.filter(**key).first()
    if sighting or count_event(f"new sites:{network}", within=24 * 3600) > MAX_NEW_SITES:
        return sighting
    _delete_oldest()
    return Sighting.objects.get_or_create(**key, defaults={"first_on": today(), "last_on": today()})[0]


def _delete_oldest() -> None:
    unverified = Sighting.objects.unverified().order_by("-pk")
    oldest = unverified.values_list("pk", flat=True)[MAX_UNVERIFIED - 1 :]
    Sighting.objects.filter(pk__in=list(oldest)).delete()


def _count_network(sighting: Sighting, network: str) -> None:
    if not mark_used(f"seen:{sighting.pk}:{network}", within=NETWORK_COUNTED_FOR):
        return
    Sighting.objects.filter(pk=sighting.pk).update(seen_by=F("seen_by") + 1, last_on=today())
    sighting.refresh_from_db()
    if sighting.seen_by >= MIN_NETWORKS and Sighting.objects.filter(pk=sighting.pk, verified_at=None).update(
        verified_at=now()
    ):
        record_dispatch(sighting.subject_type, sighting.subject_id, "embed", where=sighting.host)
