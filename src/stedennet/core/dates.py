"""Days of which a source may know only the month or the year. Pure: values in, values out."""

import datetime as dt

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How exactly a day is known; the stored day is the first of the month or year when it is not."""

    DAY = "day", _("dag")
    MONTH = "month", _("maand")
    YEAR = "year", _("jaar")


class PlanPrecision(models.TextChoices):
    """How exactly a plan says when; the stored day is the first of the month, quarter or year."""

    DAY = "day", _("dag")
    MONTH = "month", _("maand")
    QUARTER = "quarter", _("kwartaal")
    YEAR = "year", _("jaar")


def in_words(day: dt.date | None, precision: str = Precision.DAY) -> str:
    """The day as a reader says it: "20 september 2018", "september 2018", "3e kwartaal 2018" or "2018".

    Empty when there is none.
    """
    if day is None:
        return ""
    if precision == Precision.YEAR:
        return str(day.year)
    if precision == PlanPrecision.QUARTER:
        return gettext("%(number)se kwartaal %(year)s") % {"number": (day.month + 2) // 3, "year": day.year}
    return date_format(day, "F Y" if precision == Precision.MONTH else "j F Y")
