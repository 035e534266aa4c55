"""When a digest is due. Pure; days and hours are local time in Amsterdam."""

import datetime as dt
from zoneinfo import ZoneInfo

from .choices import Rhythm

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
IMMEDIATE_INTERVAL = dt.timedelta(minutes=1)
"""Time between two immediate digests, in which news is bundled."""
MONDAY = 0


def first_digest_after(moment: dt.datetime, rhythm: str, *, hour: int) -> dt.datetime:
    """Return when the first digest of a subscription made at `moment` is due; immediate ones are due at once."""
    return moment.astimezone(dt.UTC) if rhythm == Rhythm.AT_ONCE else next_digest_after(moment, rhythm, hour=hour)


def next_digest_after(moment: dt.datetime, rhythm: str, *, hour: int) -> dt.datetime:
    """Return the first moment after `moment` (aware) at which a digest is due, in UTC.

    Daily at `hour` o'clock in Amsterdam, weekly on Mondays, monthly on the first day; daylight saving time is
    honoured.
    """
    if rhythm == Rhythm.AT_ONCE:
        return (moment + IMMEDIATE_INTERVAL).astimezone(dt.UTC)
    day = moment.astimezone(AMSTERDAM).date()
    while True:
        due = dt.datetime.combine(day, dt.time(hour), AMSTERDAM).astimezone(dt.UTC)
        if due > moment and _is_digest_day(day, rhythm):
            return due
        day += dt.timedelta(days=1)


def _is_digest_day(day: dt.date, rhythm: str) -> bool:
    if rhythm == Rhythm.WEEKLY:
        return day.weekday() == MONDAY
    return day.day == 1 if rhythm == Rhythm.MONTHLY else True
