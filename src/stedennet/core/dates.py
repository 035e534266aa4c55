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


def format_day(day: dt.date | None, precision: str = Precision.DAY) -> str:
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


def format_short_day(day: dt.date | None, precision: str) -> str:
    """The day as ISO 8601 where that can say how much is known: 2018, 2018-09 or 2018-09-25; a quarter as 2018-Q3.

    Empty for none. Sorts, and programs read it.
    """
    if day is None:
        return ""
    whole = day.isoformat()
    forms = {"year": whole[:4], "quarter": f"{whole[:4]}-Q{(day.month + 2) // 3}", "month": whole[:7]}
    return forms.get(precision, whole)


def parse_short_day(text: str) -> tuple[dt.date | None, str]:
    """What `in_short` wrote: the first day of the period and how exactly it is known. Raises ValueError."""
    if not text:
        return None, PlanPrecision.DAY
    year, _dash, rest = text.partition("-")
    if rest.startswith("Q"):
        return dt.date(int(year), int(rest[1:]) * 3 - 2, 1), PlanPrecision.QUARTER
    precision = {4: PlanPrecision.YEAR, 7: PlanPrecision.MONTH}.get(len(text), PlanPrecision.DAY)
    return dt.date.fromisoformat(text + "-01-01"[: 10 - len(text)]), precision
