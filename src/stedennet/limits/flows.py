"""Counting, marking and forgetting. The counts stand in Django's cache, which is shared by all processes."""

from django.core.cache import cache

from .models import Mark, now_in_microseconds


def count_event(key: str, *, within: float) -> int:
    """How often this happened since the first time in the last `within` seconds, this time included."""
    for _attempt in range(3):
        if cache.add(key, 1, timeout=within):
            return 1
        try:
            return int(cache.incr(key))
        except ValueError:  # It expired between the two statements.
            continue
    return 1


def mark_used(key: str, *, within: float) -> bool:
    """Mark that something was used; False when it was used before in the last `within` seconds."""
    return bool(cache.add(key, True, timeout=within))


def delete_expired_marks() -> int:
    """Delete what expired; returns how many rows. What did not expire is never deleted to make room."""
    return Mark.objects.filter(expires_at__lte=now_in_microseconds()).delete()[0]
