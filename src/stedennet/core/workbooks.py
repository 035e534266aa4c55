"""Tables in Excel and CSV files, read and written as text. Pure: bytes in, rows out, and back."""

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
HEADER_SEARCH_ROWS = 30
"""Rows that are searched for the header: titles and remarks may precede it."""
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
TEXT_FORMAT = "@"
TEXT_ONLY = {
    "constant_memory": True,
    "in_memory": True,
    # By default the library turns texts into formulas, links and numbers if they look like one.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Sheet:
    """A named table: columns and rows of text."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Mapping[str, str]]


@dataclass(frozen=True)
class Line:
    """A row as it was read: its number in the file, counted from 1, and its cells by column.

    `problems` are sentences about unreadable cells, each with the address of its cell.
    """

    number: int
    cells: Mapping[str, str]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A sheet as it was read. `unread` are the names of unknown columns."""

    lines: list[Line]
    columns: tuple[str, ...]
    unread: tuple[str, ...] = ()


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """An Excel file. Every cell is text, so a spreadsheet neither runs formulas nor converts dates."""
    target = io.BytesIO()
    # Rows are written as they come, without temporary files: twice as fast as keeping all cells.
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
        # Not `write`, which turns texts into formulas, numbers or links if they look like one.
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
    """The rows below the header of a sheet (the first sheet if there is no `sheet`), or of a CSV file.

    `readers` maps the known columns to how each is read; without it every column is text. Empty rows are skipped.
    Raises Refused with a message for a file that is not a table, is too large, or has a column twice.
    """
    rows = _read_rows(data, sheet, readers or {}, budget or Budget())
    first_rows = list(islice(rows, HEADER_SEARCH_ROWS))
    if not first_rows:
        raise Refused(_("Dit bestand is leeg."))
    header = _find_head(first_rows, readers or {})
    columns = {column: _normalise_heading(value) for column, value in first_rows[header][1].items()}
    if len(set(columns.values())) != len(columns):
        raise Refused(_("In dit bestand staat een kolom twee keer."))
    lines = []
    for row in _chain_rows(first_rows[header + 1 :], rows):
        lines.append(_read_line(row, columns, readers))
        if len(lines) > MOST_ROWS:
            raise Refused(_("Dit bestand heeft meer dan %(n)s rijen.") % {"n": MOST_ROWS})
    unread = tuple(name for name in columns.values() if readers is not None and name not in readers)
    return Table(lines, tuple(columns.values()), unread)


def list_sheet_names(data: bytes) -> list[str]:
    """The sheets of an Excel or OpenDocument file; none for CSV. Raises Refused for other files."""
    return _open_book(data, Budget()).names if data.startswith(b"PK") else []


def measure_weight(data: bytes) -> int:
    """The number of bytes of text in the file, without unpacking it. Raises Refused."""
    if not data.startswith(b"PK"):
        return len(data)
    try:
        with open_zip(data) as parts:
            return sum_unpacked_size(parts)
    except zipfile.BadZipFile as error:
        raise unreadable_error() from error


def format_cell(value: object) -> str:
    """A stored value as text: dates as 2018-09-25, whole numbers without a decimal point, Unix line ends."""
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
    # The right separator is the one that gives the most known columns in the header.
    known_counts = {separator: _count_known_in_head(text, separator, readers) for separator in separators}
    best = max(separators, key=lambda separator: known_counts[separator])
    yield from csv_files.read_rows(text, best, budget)


def _count_known_in_head(text: str, separator: str, readers: Mapping[str, CellReader]) -> int:
    above = list(islice(csv_files.read_rows(text, separator, Budget()), HEADER_SEARCH_ROWS)) if readers else []
    return max((_count_known(cells, readers) for _number, cells in above), default=0)


def _count_known(cells: Mapping[int, CellValue], readers: Mapping[str, CellReader]) -> int:
    return sum(_normalise_heading(value) in readers for value in cells.values())


def _find_head(first_rows: list[Row], readers: Mapping[str, CellReader]) -> int:
    """The position of the row with the most known columns; the first row if there are none."""
    return max(
        range(len(first_rows)), key=lambda position: (_count_known(first_rows[position][1], readers), -position)
    )


def _normalise_heading(value: CellValue) -> str:
    return " ".join(str(value.plain).split()).lower()


def _read_line(row: Row, columns: Mapping[int, str], readers: Mapping[str, CellReader] | None) -> Line:
    number, values = row
    # A column that this row leaves empty is included, empty.
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
    """The sentence, preceded by the address of its cell."""
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
    """Raise Refused, with what to do, for kinds of files that people often send instead."""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(_("Dit bestand heeft een wachtwoord. Bewaar het zonder wachtwoord."))
        raise Refused(_("Dit is een oud Excel-bestand (.xls). Kies in Excel Opslaan als, en dan .xlsx."))
    start = data[:500].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"%pdf-")):
        raise Refused(_("Dit is geen spreadsheet. Open het in Excel en kies Opslaan als, en dan .xlsx."))
