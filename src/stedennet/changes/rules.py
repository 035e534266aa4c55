"""What is news: one rule for every room. Pure.

A line of the log tells a fact of some day. It is news while that day is near. A fact from a source that gives no day
may be of any time, so it is none: loading what is long known makes no news of today.
"""

import datetime as dt
from enum import Enum

NEWS_LASTS = dt.timedelta(days=60)
"""How long after its day a fact is still news: one from 2018 that is entered now is true, but it is no news of now."""


class Undated(Enum):
    """Instead of the day of a fact."""

    NOW = "now"
    """It happens with the announcement itself."""
    UNKNOWN = "unknown"
    """A source tells it, and gives no day."""


FactDay = dt.date | Undated
NOW, UNKNOWN = Undated.NOW, Undated.UNKNOWN


def date_fact(day: dt.date | None, *, is_from_source: bool) -> FactDay:
    """The day of a fact: the one given; without it now, or unknown when it comes from a source."""
    return day or (UNKNOWN if is_from_source else NOW)


def date_source(*days: dt.date | None, source_url: str) -> FactDay:
    """The day of a record: now for one that is told here, else the newest of the days that its source gives."""
    newest = max((day for day in days if day), default=None)
    return date_fact(newest, is_from_source=True) if source_url else NOW


def is_news(day: dt.date | None, *, today: dt.date) -> bool:
    """Whether a fact of this day is news; one that lies ahead is, and one of an unknown day is not."""
    return day is not None and day >= today - NEWS_LASTS
