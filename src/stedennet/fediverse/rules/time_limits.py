"""Time limits for messages, keys and servers. Pure: values in, values out."""

import datetime as dt
from email.utils import parsedate_to_datetime

MAX_CLOCK_SKEW = dt.timedelta(hours=1)
"""How far the time of a signature may differ from ours; Mastodon allows the same for clock differences."""
REMEMBERED_FOR = dt.timedelta(days=7)
"""How long the id of a message is remembered: servers retry for days."""
QUIET_AFTER = dt.timedelta(days=7)
"""Records published longer ago than this go into the outbox but are no longer pushed to followers."""
DEAD_AFTER = dt.timedelta(days=7)
"""How long a server may fail before it is given up."""
KEY_TRUSTED_FOR = dt.timedelta(days=1)
"""How long a key is trusted before it is fetched again."""


def is_within_clock_skew(moment: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a signature made at `moment` is accepted now."""
    return moment is not None and abs(now - moment) <= MAX_CLOCK_SKEW


def parse_http_date(header: str) -> dt.datetime | None:
    """Parse a Date header (RFC 9110); None if it is invalid."""
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def parse_timestamp(seconds: int | None) -> dt.datetime | None:
    """Convert a Unix timestamp to an aware datetime; None if it is missing or out of range."""
    try:
        return None if seconds is None else dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
    except (OverflowError, ValueError, OSError):
        return None


def is_dead(failing_since: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a server has failed so long that it is given up."""
    return failing_since is not None and now - failing_since >= DEAD_AFTER
