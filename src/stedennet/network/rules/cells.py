"""Parsers of the cells of a CSV file. Pure; an invalid cell raises ValueError with a message for the user."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from stedennet.core.dates import PlanPrecision
from stedennet.core.day_texts import parse_day_text


def parse_text(cell: str) -> str:
    """Parse text: strip it and normalise line ends. Raises ValueError for control characters."""
    cell = cell.replace("\r\n", "\n").strip()
    if any(ord(char) < 32 and char not in "\n\t" for char in cell):
        raise ValueError(_("bevat tekens die geen tekst zijn"))
    return cell


def parse_optional_text(cell: str) -> str | None:
    """Parse text as `parse_text` does; None for an empty cell."""
    return parse_text(cell) or None


def parse_whole_day(cell: str) -> dt.date | None:
    """Parse a complete date (2018-09-20, 20-9-2018); None for an empty cell."""
    try:
        day, precision = parse_day_text(cell)
    except ValueError:
        precision = ""
    if precision != PlanPrecision.DAY:
        raise ValueError(_("is geen datum zoals 2018-09-20"))
    return day


def parse_degrees(cell: str) -> float | None:
    """Parse degrees with a decimal point; None for an empty cell."""
    if not cell.strip():
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", cell.strip(), re.ASCII):
        raise ValueError(_("is geen getal zoals 52.37"))
    return float(cell)


def parse_population(cell: str) -> int | None:
    """Parse a number of inhabitants; None for an empty cell."""
    if not cell.strip():
        return None
    if not re.fullmatch(r"\d{1,9}", cell.strip(), re.ASCII):
        raise ValueError(_("is geen heel getal"))
    return int(cell)


def parse_number(cell: str) -> int:
    """Parse a whole number from 0 to 32767; 0 for an empty cell."""
    if not cell.strip():
        return 0
    if not re.fullmatch(r"\d{1,5}", cell.strip(), re.ASCII) or int(cell) > 32767:
        raise ValueError(_("is geen heel getal"))
    return int(cell)


def parse_precision(cell: str) -> str:
    """Parse the precision of a date: day, month or year; day for an empty cell."""
    value = cell.strip() or "day"
    if value not in ("day", "month", "year"):
        raise ValueError(_("moet day, month of year zijn"))
    return value
