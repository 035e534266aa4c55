"""When a digest is due. Pure: a moment in, a moment out; days and hours are those of Amsterdam."""

import datetime as dt
from zoneinfo import ZoneInfo

from .choices import Rhythm

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SOON = dt.timedelta(minutes=1)
"""How long what is told “at once” is gathered after the mail before."""
MONDAY = 0


def first_digest_after(moment: dt.datetime, rhythm: str, *, hour: int) -> dt.datetime:
    """When somebody who subscribes at `moment` hears for the first time: “at once” need not wait."""
    return moment.astimezone(dt.UTC) if rhythm == Rhythm.AT_ONCE else next_digest_after(moment, rhythm, hour=hour)


def next_digest_after(moment: dt.datetime, rhythm: str, *, hour: int) -> dt.datetime:
    """The first moment after `moment` (aware) at which a digest goes out, in UTC.

    Daily at `hour` o'clock in Amsterdam, weekly on Mondays, monthly on the first day; the clock may change in between.
    """
    if rhythm == Rhythm.AT_ONCE:
        return (moment + SOON).astimezone(dt.UTC)
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
