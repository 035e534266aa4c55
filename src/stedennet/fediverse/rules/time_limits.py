"""When a message is too old or from the future, and when to try again. Pure: values in, values out."""

import datetime as dt
from email.utils import parsedate_to_datetime

MAX_CLOCK_SKEW = dt.timedelta(hours=1)
"""How far the moment of a signature may lie from ours; Mastodon takes the same for clocks that differ."""
REMEMBERED_FOR = dt.timedelta(days=7)
"""How long a message's address is remembered: servers try again for days."""
QUIET_AFTER = dt.timedelta(days=7)
"""What became public longer ago than this goes into the outbox, but is not pushed to followers any more."""
DEAD_AFTER = dt.timedelta(days=7)
"""A server that failed this long is given up."""
KEY_TRUSTED_FOR = dt.timedelta(days=1)
"""How long a key is believed without asking its server again."""


def is_within_clock_skew(moment: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a signature of this moment is taken now."""
    return moment is not None and abs(now - moment) <= MAX_CLOCK_SKEW


def parse_http_date(header: str) -> dt.datetime | None:
    """The moment in a Date header (RFC 9110), None when it is none."""
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def parse_timestamp(seconds: int | None) -> dt.datetime | None:
    """The moment of so many seconds since 1970, None when there is none."""
    try:
        return None if seconds is None else dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
    except (OverflowError, ValueError, OSError):
        return None


def is_dead(failing_since: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a server has failed so long that we leave it."""
    return failing_since is not None and now - failing_since >= DEAD_AFTER
