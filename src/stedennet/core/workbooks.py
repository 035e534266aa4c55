"""Tables in Excel files and CSV, read and written as text. Pure: bytes in, rows out, and the other way."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from . import csv_files
from .cell_values import CellReader, CellValue, read_plain_text
from .errors import Refused
from .excel_files import ExcelFile, Row, format_column_letters
from .ods_files import OdsFile
from .text import normalise_line_ends
from .typed_text import clean_text
from .zipped_xml import LONGEST_CELL, MOST_ROWS, Budget, open_zip, sum_unpacked_size, unreadable_error

EXCEL_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_WITHIN = 30
"""Rows in which the head is looked for: titles and remarks may stand above it."""
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
    """A row as it was read: its number in the file, counting from 1, and its cells by column.

    `problems` are sentences about cells that could not be read, each with the address of its cell.
    """

    number: int
    cells: Mapping[str, str]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A sheet as it was read. `unread` are columns that have a name which nobody knows."""

    lines: list[Line]
    columns: tuple[str, ...]
    unread: tuple[str, ...] = ()


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
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
        plain = UNREADABLE.sub("", normalise_line_ends(value))[:LONGEST_CELL]
        if plain:
            table.write_string(number, column, plain, style)
        else:
            table.write_blank(number, column, None, style)


def read_lines(data: bytes, sheet: str = "", readers: Mapping[str, CellReader] | None = None) -> list[Line]:
    """The rows of `read_table`."""
    return read_table(data, sheet, readers).lines


def read_table(
    data: bytes, sheet: str = "", readers: Mapping[str, CellReader] | None = None, *, budget: Budget | None = None
) -> Table:
    """The rows below the head of a sheet (the first one when it has no `sheet`), or of a CSV file.

    `readers` has the columns that are known and how each is read; without it every column is text. Rows without
    anything in them are left out. Raises Refused in words for what is no table, has a column twice, or is too large.
    """
    rows = _read_rows(data, sheet, readers or {}, budget or Budget())
    above = list(islice(rows, HEAD_WITHIN))
    if not above:
        raise Refused(_("Dit bestand is leeg."))
    place = _find_head(above, readers or {})
    columns = {column: _normalise_heading(value) for column, value in above[place][1].items()}
    if len(set(columns.values())) != len(columns):
        raise Refused(_("In dit bestand staat een kolom twee keer."))
    lines = []
    for row in _chain_rows(above[place + 1 :], rows):
        lines.append(_read_line(row, columns, readers))
        if len(lines) > MOST_ROWS:
            raise Refused(_("Dit bestand heeft meer dan %(n)s rijen.") % {"n": MOST_ROWS})
    unread = tuple(name for name in columns.values() if readers is not None and name not in readers)
    return Table(lines, tuple(columns.values()), unread)


def list_sheet_names(data: bytes) -> list[str]:
    """The sheets of an Excel or OpenDocument file; none for CSV. Raises Refused for what is neither."""
    return _open_book(data, Budget()).names if data.startswith(b"PK") else []


def measure_weight(data: bytes) -> int:
    """Bytes of text that reading the file goes through; nothing is unpacked for it. Raises Refused."""
    if not data.startswith(b"PK"):
        return len(data)
    try:
        with open_zip(data) as parts:
            return sum_unpacked_size(parts)
    except zipfile.BadZipFile as error:
        raise unreadable_error() from error


def format_cell(value: Any) -> str:
    """A stored value as text: days as 2018-09-25, whole numbers without a point, line ends as one character."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_text(str(value)).strip()


def _chain_rows(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest


def _read_rows(data: bytes, sheet: str, readers: Mapping[str, CellReader], budget: Budget) -> Iterator[Row]:
    _refuse_other_kinds(data)
    if not data.startswith(b"PK"):
        yield from _read_csv_rows(csv_files.decode_csv(data), readers, budget)
        return
    book = _open_book(data, budget)
    wanted = next((name for name in book.names if name.casefold() == sheet.casefold()), book.names[0])
    yield from book.rows(wanted)


def _read_csv_rows(text: str, readers: Mapping[str, CellReader], budget: Budget) -> Iterator[Row]:
    separators, text = csv_files.detect_separators(text)
    # The right separator is the one by which the head has the most columns that are known.
    known = {sign: _count_known_in_head(text, sign, readers) for sign in separators}
    best = max(separators, key=lambda sign: known[sign])
    yield from csv_files.read_rows(text, best, budget)


def _count_known_in_head(text: str, separator: str, readers: Mapping[str, CellReader]) -> int:
    above = list(islice(csv_files.read_rows(text, separator, Budget()), HEAD_WITHIN)) if readers else []
    return max((_count_known(cells, readers) for _number, cells in above), default=0)


def _count_known(cells: Mapping[int, CellValue], readers: Mapping[str, CellReader]) -> int:
    return sum(_normalise_heading(value) in readers for value in cells.values())


def _find_head(above: list[Row], readers: Mapping[str, CellReader]) -> int:
    """The row with the most columns that are known; the first of all when there is none."""
    return max(range(len(above)), key=lambda place: (_count_known(above[place][1], readers), -place))


def _normalise_heading(value: CellValue) -> str:
    return " ".join(str(value.plain).split()).lower()


def _read_line(row: Row, columns: Mapping[int, str], readers: Mapping[str, CellReader] | None) -> Line:
    number, values = row
    # A column that the row leaves empty is there, empty.
    cells, problems = dict.fromkeys(columns.values(), ""), []
    for column, value in values.items():
        address, name = f"{format_column_letters(column)}{number}", columns.get(column)
        if name is None:
            problems.append(format_at_cell(address, _("deze cel staat onder geen kolomnaam")))
        elif readers is None or name in readers:
            reader = read_plain_text if readers is None else readers[name]
            try:
                cells[name] = reader(value)
            except ValueError as error:
                cells[name] = str(value.plain)
                problems.append(format_at_cell(address, str(error)))
    return Line(number, cells, tuple(problems))


def format_at_cell(address: str, sentence: str) -> str:
    """A sentence about a cell, with its address."""
    return _("Cel %(address)s: %(sentence)s") % {"address": address, "sentence": sentence}


def _open_book(data: bytes, budget: Budget) -> ExcelFile | OdsFile:
    try:
        parts = open_zip(data)
        names = set(parts.namelist())
        if "xl/workbook.bin" in names:
            raise Refused(_("Dit is een binair Excel-bestand (.xlsb). Kies in Excel Opslaan als, en dan .xlsx."))
        return ExcelFile(parts, budget) if "xl/workbook.xml" in names else OdsFile(parts, budget)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise unreadable_error() from error


def _refuse_other_kinds(data: bytes) -> None:
    """Raises Refused, with what to do, for kinds that are often sent instead."""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(_("Dit bestand heeft een wachtwoord. Bewaar het zonder wachtwoord."))
        raise Refused(_("Dit is een oud Excel-bestand (.xls). Kies in Excel Opslaan als, en dan .xlsx."))
    start = data[:500].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"%pdf-")):
        raise Refused(_("Dit is geen spreadsheet. Open het in Excel en kies Opslaan als, en dan .xlsx."))
