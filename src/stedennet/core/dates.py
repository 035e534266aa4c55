"""Dates that may be known only to the month, quarter or year. Pure: values in, values out."""

import datetime as dt

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How precisely a date is known; the stored day is the first of its month or year."""

    DAY = "day", _("dag")
    MONTH = "month", _("maand")
    YEAR = "year", _("jaar")


class PlanPrecision(models.TextChoices):
    """How precisely a planned date is known; the stored day is the first of its month, quarter or year."""

    DAY = "day", _("dag")
    MONTH = "month", _("maand")
    QUARTER = "quarter", _("kwartaal")
    YEAR = "year", _("jaar")


def format_day(day: dt.date | None, precision: str = Precision.DAY) -> str:
    """The date as shown to readers: "20 september 2018", "september 2018", "3e kwartaal 2018" or "2018".

    Empty if there is none.
    """
    if day is None:
        return ""
    if precision == Precision.YEAR:
        return str(day.year)
    if precision == PlanPrecision.QUARTER:
        return gettext("%(number)se kwartaal %(year)s") % {"number": (day.month + 2) // 3, "year": day.year}
    return date_format(day, "F Y" if precision == Precision.MONTH else "j F Y")


def format_short_day(day: dt.date | None, precision: str) -> str:
    """The date in ISO 8601, as precisely as known: 2018, 2018-09 or 2018-09-25; a quarter as 2018-Q3.

    Empty if there is none. Sortable and machine-readable.
    """
    if day is None:
        return ""
    iso = day.isoformat()
    texts = {"year": iso[:4], "quarter": f"{iso[:4]}-Q{(day.month + 2) // 3}", "month": iso[:7]}
    return texts.get(precision, iso)


def parse_short_day(text: str) -> tuple[dt.date | None, str]:
    """The inverse of `format_short_day`: the first day of the period and its precision. Raises ValueError."""
    if not text:
        return None, PlanPrecision.DAY
    year, _dash, rest = text.partition("-")
    if rest.startswith("Q"):
        return dt.date(int(year), int(rest[1:]) * 3 - 2, 1), PlanPrecision.QUARTER
    precision = {4: PlanPrecision.YEAR, 7: PlanPrecision.MONTH}.get(len(text), PlanPrecision.DAY)
    return dt.date.fromisoformat(text + "-01-01"[: 10 - len(text)]), precision
