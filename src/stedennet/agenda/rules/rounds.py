"""When an update round opens, and whom to mail when. Pure: values in, values out."""

import datetime as dt
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

ROUND_LENGTH = dt.timedelta(days=42)
"""How long a round accepts answers."""


class Step(models.TextChoices):
    """The mails of a round: the question, a reminder, and finally a note to the office."""

    ASK = "ask", _("vraag")
    REMIND = "remind", _("herinnering")
    OFFICE = "office", _("programmabureau")


STEP_DELAYS = {Step.ASK: dt.timedelta(0), Step.REMIND: dt.timedelta(days=14), Step.OFFICE: dt.timedelta(days=28)}
"""How long after the round opened each step is due, as long as not everything is answered."""


def find_round_start(today: dt.date, months: Iterable[int]) -> dt.date | None:
    """The first day of the newest round that should have opened by today; None when no month is set.

    After the worker was down the round still opens, dated on the day it was due.
    """
    firsts = (dt.date(year, month, 1) for year in (today.year - 1, today.year) for month in months)
    return max((day for day in firsts if day <= today), default=None)


def list_due_steps(opens_on: dt.date, closes_on: dt.date, *, today: dt.date) -> list[Step]:
    """The steps due by now, the furthest last; none after the round closed."""
    if today > closes_on:
        return []
    return [step for step, wait in STEP_DELAYS.items() if today >= opens_on + wait]
