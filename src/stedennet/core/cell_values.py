"""Typed values of spreadsheet cells, and a reader for each kind of column. Pure: a value in, the cell's text out.

A reader returns the text as the site itself writes that column, so that it can be compared with what is stored. It
raises ValueError with a message for the user; the caller adds the cell's address.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from .dates import format_short_day
from .day_texts import parse_day_text
from .numerals import parse_number_text
from .typed_text import clean_text

ERRORS = {
    *("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
    *("#N/B", "#VERW!", "#DEEL/0!", "#WAARDE!", "#NAAM?", "#GETAL!", "#LEEG!", "#OVERLOOP!", "#BEREKENEN!"),
}
"""The error values of an English and a Dutch Excel."""
YEARS = range(1900, 2101)


class CellKind(StrEnum):
    """The type of a cell."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DAY = "day"
    BOOLEAN = "boolean"
    ERROR = "error"


@dataclass(frozen=True)
class CellValue:
    """A non-empty cell: `plain` is a str, Decimal, datetime or bool, depending on `kind`. 12% is 0.12."""

    kind: CellKind
    plain: str | Decimal | dt.datetime | bool


def make_text_value(text: str) -> CellValue | None:
    """The value of a cell with text; None if it is empty."""
    text = clean_text(text).strip()
    if not text:
        return None
    return CellValue(CellKind.ERROR if text.upper() in ERRORS else CellKind.TEXT, text)


def read_plain_text(value: CellValue) -> str:
    """Text for a text column: dates as 2018-09-25, numbers with a decimal point. Raises ValueError."""
    plain = value.plain
    if value.kind is CellKind.ERROR:
        raise ValueError(_("hier staat een fout van de spreadsheet: %(error)s") % {"error": plain})
    if isinstance(plain, bool):
        return _YES if plain else _NO
    if isinstance(plain, dt.datetime):
        return plain.date().isoformat() if plain.time() == dt.time() else plain.isoformat(sep=" ", timespec="minutes")
    if isinstance(plain, Decimal):
        return f"{_format_digits(plain * 100)}%" if value.kind is CellKind.PERCENT else _format_digits(plain)
    return plain


_YES, _NO = "ja", "nee"


def read_euros(value: CellValue) -> str:
    """Whole euros, as digits. Raises ValueError if the amount has cents, is negative or is ambiguous."""
    number = value.plain
    if value.kind is CellKind.TEXT:
        number = parse_number_text(str(number))
    elif value.kind is not CellKind.NUMBER:
        raise ValueError(_("“%(text)s” is geen bedrag in hele euro's.") % {"text": read_plain_text(value)})
    return _format_whole(number, _("“%(text)s” is geen bedrag in hele euro's."))


def read_count(value: CellValue) -> str:
    """A whole number, 0 or more, as digits. Raises ValueError."""
    number = value.plain
    if value.kind is CellKind.TEXT and str(number).isascii() and str(number).isdecimal() and len(str(number)) <= 15:
        return str(int(str(number)))
    if value.kind is not CellKind.NUMBER:
        raise ValueError(_("“%(text)s” is geen heel getal.") % {"text": read_plain_text(value)})
    return _format_whole(number, _("“%(text)s” is geen heel getal."))


def read_period(value: CellValue) -> str:
    """A date as precisely as known: 2018, 2018-K3, 2018-09 or 2018-09-25. Raises ValueError."""
    plain = value.plain
    if isinstance(plain, dt.datetime):
        return plain.date().isoformat()
    if value.kind is CellKind.TEXT:
        return format_short_day(*parse_day_text(str(plain))).replace("Q", "K")
    if isinstance(plain, Decimal) and value.kind is CellKind.NUMBER and plain in YEARS:
        return _format_digits(plain)
    message = _("“%(text)s” is geen dag. Schrijf 2027, 2027-K3, 2027-09 of 2027-09-25.")
    raise ValueError(message % {"text": read_plain_text(value)})


def read_goals(value: CellValue) -> str:
    """Goal numbers, joined by “; ”. Raises ValueError for anything else, such as 1.7: that is a target, not a goal."""
    if value.kind is CellKind.TEXT:
        parts = [part.strip() for part in str(value.plain).split(";") if part.strip()]
    elif (
        value.kind is CellKind.NUMBER and isinstance(value.plain, Decimal) and value.plain == value.plain.to_integral()
    ):
        parts = [_format_digits(value.plain)]
    else:
        parts = [read_plain_text(value)]
    for part in parts:
        if not (part.isascii() and part.isdecimal()):
            message = _("“%(text)s” is geen doel. Noem hele nummers van 1 tot en met 17, met een puntkomma ertussen.")
            raise ValueError(message % {"text": part})
    return "; ".join(str(number) for number in sorted({int(part) for part in parts}))


CellReader = Callable[[CellValue], str]


def _format_whole(number: object, message: str) -> str:
    if not isinstance(number, Decimal) or number != number.to_integral() or not 0 <= number < 10**15:
        text = _format_digits(number) if isinstance(number, Decimal) else str(number)
        raise ValueError(message % {"text": text})
    return _format_digits(number)


def _format_digits(number: Decimal) -> str:
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
