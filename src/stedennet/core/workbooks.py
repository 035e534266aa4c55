"""Tables in Excel files and CSV, read and written as text. Pure: bytes in, rows out, and the other way."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from xlsxwriter import Workbook

from .cells import as_it_was
from .errors import Refused
from .text import plain_lines
from .typed_text import clean_text

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 20_000
MOST_UNPACKED = 100_000_000
"""Bytes that an Excel file may become when it is unpacked: a small file can hide a huge one."""
LONGEST_CELL = 32_767
"""Characters that Excel keeps in a cell."""
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
TEXT_FORMAT = "@"
TEXT_ONLY = {
    "constant_memory": True,
    "in_memory": True,
    # By itself the library makes formulas, links and numbers of texts that look like one.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Sheet:
    """A table with a name: columns and rows of text."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Mapping[str, str]]


@dataclass(frozen=True)
class Line:
    """A row as it was read: its number in the file, counting from 1, and its cells by column."""

    number: int
    cells: Mapping[str, str]


def write(sheets: Iterable[Sheet]) -> bytes:
    """An Excel file. Every cell is text: a spreadsheet neither runs it as a formula nor makes another date of it."""
    target = io.BytesIO()
    # Rows go out as they come, and nothing is put in a file on the way: twice as fast as keeping all cells.
    with Workbook(target, TEXT_ONLY) as book:
        text = book.add_format({"num_format": TEXT_FORMAT})
        head = book.add_format({"num_format": TEXT_FORMAT, "bold": True})
        for sheet in sheets:
            table = book.add_worksheet(sheet.name)
            table.freeze_panes(1, 0)
            _write_row(table, 0, sheet.columns, head)
            for number, row in enumerate(sheet.rows, 1):
                _write_row(table, number, [row.get(column, "") for column in sheet.columns], text)
    return target.getvalue()


def _write_row(table: Any, number: int, cells: Sequence[str], style: Any) -> None:
    for column, value in enumerate(cells):
        # Not `write`: that makes a formula, a number or a link of what looks like one.
        plain = UNREADABLE.sub("", plain_lines(value))[:LONGEST_CELL]
        if plain:
            table.write_string(number, column, plain, style)
        else:
            table.write_blank(number, column, None, style)


def read(data: bytes, sheet: str = "") -> list[Line]:
    """The rows below the first line of an Excel file's sheet (the first when it has no `sheet`), or of a CSV file.

    Empty rows are left out. Raises Refused in words for what is no table, has a column twice, or is too large.
    """
    rows = _from_excel(data, sheet) if data.startswith(b"PK") else _from_csv(data)
    first = next(rows, None)
    if first is None:
        raise Refused(_("Dit bestand is leeg."))
    columns = [one.strip().lower() for one in first]
    named = [one for one in columns if one]
    if len(set(named)) != len(named):
        raise Refused(_("In dit bestand staat een kolom twee keer."))
    lines: list[Line] = []
    for number, row in enumerate(rows, start=2):
        cells = {column: value for column, value in zip(columns, row, strict=False) if column}
        if any(cells.values()):
            lines.append(Line(number, cells))
        if len(lines) > MOST_ROWS:
            raise Refused(_("Dit bestand heeft meer dan %(n)s rijen.") % {"n": MOST_ROWS})
    return lines


def sheet_names(data: bytes) -> list[str]:
    """The sheets of an Excel file; none for CSV. Raises Refused for what is neither."""
    if not data.startswith(b"PK"):
        return []
    return list(_opened(data).sheetnames)


def as_text(value: Any) -> str:
    """A cell as text: days as 2018-09-25, whole numbers without a point, line ends as one character."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_text(str(value)).strip()


def _from_excel(data: bytes, sheet: str) -> Any:
    book = _opened(data)
    table = book[sheet] if sheet in book.sheetnames else book.worksheets[0]
    return ([as_text(value) for value in row] for row in table.iter_rows(values_only=True))


def _opened(data: bytes) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(one.file_size for one in parts.infolist()) > MOST_UNPACKED:
                raise Refused(_("Dit bestand is te groot."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        if not book.worksheets:
            raise Refused(_("Dit bestand is leeg."))
        for one in book.worksheets:
            one.reset_dimensions()
    except Refused:
        raise
    except Exception as error:  # What a broken file makes the library raise is not told by its documentation.
        raise Refused(_("Dit is geen Excel-bestand dat wij kunnen lezen.")) from error
    return book


def _from_csv(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("Bewaar het bestand als Excel, of als CSV in UTF-8.")) from None
    if "\x00" in text:
        raise Refused(_("Bewaar het bestand als Excel, of als CSV in UTF-8."))
    head = text.split("\n", 1)[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    return _csv_rows(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _csv_rows(rows: Any) -> Any:
    try:
        for row in rows:
            yield [as_text(as_it_was(value)) for value in row]
    except csv.Error:
        raise Refused(_("Dit is geen CSV-bestand dat wij kunnen lezen.")) from None
