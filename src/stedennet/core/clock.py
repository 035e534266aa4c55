"""The only place that reads the time, so that a test can set the clock."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """The current time, aware, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """The current date in Amsterdam; dates without a time are Dutch calendar days."""
    return timezone.localdate()
