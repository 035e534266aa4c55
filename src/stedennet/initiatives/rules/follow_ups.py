"""When a city is asked how an adoption goes: once after three months and once after a year. Pure; the day is given."""

import calendar
import datetime as dt
from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _


class Moment(models.IntegerChoices):
    """After how many months a city is asked."""

    THREE_MONTHS = 3, _("na drie maanden")
    YEAR = 12, _("na een jaar")


class Use(models.TextChoices):
    """How the adoption goes."""

    IN_USE = "in_use", _("nog in gebruik")
    ADAPTED = "adapted", _("in gebruik, aangepast")
    STOPPED = "stopped", _("gestopt")


LATEST = 24
"""After so many months nobody is asked any more: the answer would be about something else."""


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return day.replace(year=day.year + year, month=month + 1, day=min(day.day, last))


def find_start(told_on: dt.date, since_on: dt.date | None) -> dt.date:
    """The day from which the months count: that of the report, or a later day on which the city began."""
    return max(told_on, since_on) if since_on else told_on


def find_due_moment(start: dt.date, *, asked: Collection[int], has_stopped: bool, today: dt.date) -> Moment | None:
    """The question to ask today, None when there is none.

    A question that is overtaken by the next one is not asked any more, and whoever stopped is left alone.
    """
    if has_stopped or today >= add_months(start, LATEST):
        return None
    reached = [moment for moment in Moment if today >= add_months(start, moment)]
    return reached[-1] if reached and reached[-1] not in asked else None
