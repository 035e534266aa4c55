"""Checks the security log: whether every event is as it was recorded, and none is missing."""

from ..kinds import EventKind
from ..models import PruneAnchor, SecurityEvent
from ..rules.chain import FIRST_HASH, Break, find_first_break

CHUNK_SIZE = 2000


def check_security_log(*, expected: tuple[int, str] | None = None) -> Break | None:
    """The first broken event, or None when the chain is intact.

    `expected` is the number and hash of an event, copied from a JSON line kept elsewhere: that also reveals a chain
    that was rewritten from some event on, or truncated at its end.
    """
    anchor = PruneAnchor.objects.last()
    links = (event.as_link() for event in SecurityEvent.objects.iterator(chunk_size=CHUNK_SIZE))
    broken = find_first_break(
        links, after=anchor.through if anchor else 0, after_hash=anchor.hash if anchor else FIRST_HASH
    )
    return (
        broken
        or (_find_unannounced_pruning(anchor) if anchor else None)
        or (_find_unexpected_event(*expected) if expected else None)
    )


def _find_unannounced_pruning(anchor: PruneAnchor) -> Break | None:
    data = (
        SecurityEvent.objects.filter(kind=EventKind.LOG_PRUNED).latest_first().values_list("data", flat=True).first()
    )
    if data != {"through": anchor.through, "hash": anchor.hash}:
        return Break(anchor.through, "what came up to it was deleted without an event that says so")
    return None


def _find_unexpected_event(number: int, hash_: str) -> Break | None:
    event = SecurityEvent.objects.filter(number=number).first()
    if event is None:
        anchor = PruneAnchor.objects.last()
        return None if anchor and number <= anchor.through else Break(number, "it is missing")
    return None if event.hash == hash_ else Break(number, "it is another event than the one that was expected")
