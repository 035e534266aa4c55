"""The one place that asks what time it is, so that a test can set the clock."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """The present day in Amsterdam; dates without a time are Dutch calendar days."""
    return timezone.localdate()
