"""Counting events and marking things as used. The counts are in Django's cache, which all processes share."""

from django.core.cache import cache

from .models import Mark, now_in_microseconds


def count_event(key: str, *, within: float) -> int:
    """How often this happened since its first occurrence in the last `within` seconds, including this time."""
    for _attempt in range(3):
        if cache.add(key, 1, timeout=within):
            return 1
        try:
            return int(cache.incr(key))
        except ValueError:  # It expired between the two statements.
            continue
    return 1


def mark_used(key: str, *, within: float) -> bool:
    """Mark something as used; False if it was used before in the last `within` seconds."""
    return bool(cache.add(key, True, timeout=within))


def delete_expired_marks() -> int:
    """Delete expired rows; returns how many. Unexpired rows are never deleted to make room."""
    return Mark.objects.filter(expires_at__lte=now_in_microseconds()).delete()[0]
