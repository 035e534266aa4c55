"""A month as weeks of days. Pure: days in, rows out."""

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any


def parse_month(text: str, today: dt.date) -> dt.date:
    """The first day of the month that `text` ("2026-11", from 1900 to 2099) names; of today's month otherwise."""
    named = re.fullmatch("((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])", text)
    return dt.date(int(named[1]), int(named[2]), 1) if named else today.replace(day=1)


def find_next_month(first: dt.date) -> dt.date:
    """The first day of the month after."""
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def find_previous_month(first: dt.date) -> dt.date:
    """The first day of the month before."""
    return (first - dt.timedelta(days=1)).replace(day=1)


def build_weeks(first: dt.date, events: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The weeks of the month, Monday first; an event stands on the first of its days in this month."""
    events_by_day: dict[dt.date, list[dict[str, Any]]] = defaultdict(list)
    for event in events:
        events_by_day[max(event["day"], first)].append(event)
    return [
        [
            {
                "day": day,
                "inside": day.month == first.month,
                "events": events_by_day[day] if day.month == first.month else [],
            }
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
