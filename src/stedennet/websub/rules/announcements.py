"""When a hub that did not answer is told again, and of what. Pure: values in, values out."""

import datetime as dt
from collections.abc import Sequence

MOST_ATTEMPTS = 8
LONGEST = dt.timedelta(hours=6)


def wait_after(attempts: int) -> dt.timedelta | None:
    """Half a minute after the first failure, each time three times as long; None: give it up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return min(dt.timedelta(seconds=30 * 3 ** max(attempts - 1, 0)), LONGEST)


def merge_subjects(some: Sequence[Sequence[str]], more: Sequence[Sequence[str]]) -> list[list[str]]:
    """Both lists of pairs, each pair once, in the order in which they came."""
    return [list(pair) for pair in dict.fromkeys(tuple(pair) for pair in (*some, *more))]
