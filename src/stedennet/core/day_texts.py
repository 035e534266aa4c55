"""Dates as people type them in a cell or a field. Pure: text in, a date and its precision out."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from .dates import PlanPrecision

MONTHS = {
    name: number
    for names in (
        "januari februari maart april mei juni juli augustus september oktober november december",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sept oct nov dec",
    )
    for number, name in enumerate(names.split(), 1)
}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_QUARTER = re.compile(r"(?:(\d{4})[- ]?[KQ]([1-4])|[KQ]([1-4])[- ](\d{4}))", re.IGNORECASE)
_DUTCH = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})")
_IN_WORDS = re.compile(r"(?:(\d{1,2})[ -])?([a-z]+)\.?[ -](\d{4})", re.IGNORECASE)


def parse_day_text(text: str) -> tuple[dt.date | None, str]:
    """The first day of the period and its precision; None for an empty text.

    Reads 2027, 2027-K3, 2027-09, 2027-09-25, 25-9-2027, 25/9/2027 and 25 september 2027. Raises ValueError with a
    sentence, also for the ambiguous 3/4/2027.
    """
    text = text.strip()
    if not text:
        return None, PlanPrecision.DAY
    for parse in (_parse_quarter, _parse_iso, _parse_dutch, _parse_words):
        parts = parse(text)
        if parts is not None:
            year, month, day, precision = parts
            return _build_day(text, year, month, day), precision
    raise ValueError(_("“%(text)s” is geen dag. Schrijf 2027, 2027-K3, 2027-09 of 2027-09-25.") % {"text": text})


DateParts = tuple[int, int, int, str] | None


def _build_day(text: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValueError(_("“%(text)s” is een dag die niet bestaat.") % {"text": text}) from None


def _parse_quarter(text: str) -> DateParts:
    if not (match := _QUARTER.fullmatch(text)):
        return None
    year, quarter = match[1] or match[4], match[2] or match[3]
    return int(year), int(quarter) * 3 - 2, 1, PlanPrecision.QUARTER


def _parse_iso(text: str) -> DateParts:
    if not (match := _ISO.fullmatch(text)):
        return None
    year, month, day = match.groups()
    precision = PlanPrecision.DAY if day else PlanPrecision.MONTH if month else PlanPrecision.YEAR
    return int(year), int(month or 1), int(day or 1), precision


def _parse_dutch(text: str) -> DateParts:
    if not (match := _DUTCH.fullmatch(text)):
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "/" and first <= 12 and second <= 12 and first != second:
        words = {
            "text": text,
            "dutch": f"{year:04}-{second:02}-{first:02}",
            "english": f"{year:04}-{first:02}-{second:02}",
        }
        raise ValueError(_("“%(text)s” kan %(dutch)s zijn of %(english)s. Schrijf het zoals hier.") % words)
    if match[2] == "/" and second > 12:  # Only American English puts the month first.
        first, second = second, first
    return year, second, first, PlanPrecision.DAY


def _parse_words(text: str) -> DateParts:
    match = _IN_WORDS.fullmatch(text)
    month = MONTHS.get(match[2].lower()) if match else None
    if not match or month is None:
        return None
    return int(match[3]), month, int(match[1] or 1), PlanPrecision.DAY if match[1] else PlanPrecision.MONTH
