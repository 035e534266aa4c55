"""When to try the hub again, and what to announce then. Pure: values in, values out."""

import datetime as dt
from collections.abc import Sequence

MAX_ATTEMPTS = 8
MAX_DELAY = dt.timedelta(hours=6)


def compute_retry_delay(attempts: int) -> dt.timedelta | None:
    """Return the delay after this many attempts: 30 seconds, then three times as long each time; None to give up."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return min(dt.timedelta(seconds=30 * 3 ** max(attempts - 1, 0)), MAX_DELAY)


def merge_subjects(earlier: Sequence[Sequence[str]], later: Sequence[Sequence[str]]) -> list[list[str]]:
    """Merge two lists of pairs, each pair once, in order of first occurrence."""
    return [list(pair) for pair in dict.fromkeys(tuple(pair) for pair in (*earlier, *later))]
