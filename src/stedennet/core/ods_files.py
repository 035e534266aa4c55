"""The typed cells of an OpenDocument spreadsheet (.ods), row by row. Pure: bytes in, values out.

A row or cell can be repeated (ODF 1.3 part 3, 19.675 and 19.677), a million times at the end of a sheet. Empty ones
are skipped; others are counted one by one.
"""

import datetime as dt
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .cell_values import CellKind, CellValue, make_text_value
from .errors import Refused
from .excel_files import Row
from .zipped_xml import LONGEST_CELL, Budget, get_attribute, read_xml, unreadable_error

CELLS = ("table-cell", "covered-table-cell")
NUMBERS = {"float": CellKind.NUMBER, "currency": CellKind.NUMBER, "percentage": CellKind.PERCENT}


class OdsFile:
    """An opened OpenDocument spreadsheet. Raises Refused if it is not one."""

    def __init__(self, parts: zipfile.ZipFile, budget: Budget) -> None:
        self._parts, self._budget = parts, budget
        if "content.xml" not in parts.namelist():
            raise unreadable_error()
        self.names = self._read_names()
        if not self.names:
            raise unreadable_error()

    def rows(self, sheet: str) -> Iterator[Row]:
        """The number of each row and its non-empty cells, by column from 0."""
        reader = _Cells(sheet, self._budget)
        with self._parts.open("content.xml") as part:
            for _piece in read_xml(part, reader, self._budget):
                yield from reader.done
                reader.done.clear()

    def _read_names(self) -> list[str]:
        reader = _Names()
        with self._parts.open("content.xml") as part:
            for _piece in read_xml(part, reader, Budget()):
                pass
        return reader.names


class _Names:
    """Collects the names of the sheets, in order."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self.names.append(get_attribute(attributes, "name"))

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _Cells:
    """Collects the rows of one sheet."""

    def __init__(self, sheet: str, budget: Budget) -> None:
        self.done: list[Row] = []
        self._sheet, self._budget = sheet, budget
        self._is_here, self._depth_of_note = False, 0
        self._number, self._times, self._column = 0, 1, 0
        self._cells: dict[int, CellValue] = {}
        self._cell: Mapping[str, str] | None = None
        self._pieces: list[str] = []
        self._length, self._paragraphs = 0, 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self._is_here = get_attribute(attributes, "name") == self._sheet
        elif not self._is_here:
            return
        elif name == "annotation" or self._depth_of_note:
            self._depth_of_note += 1
        elif name == "table-row":
            self._times, self._column, self._cells = (
                _parse_repeats(get_attribute(attributes, "number-rows-repeated")),
                0,
                {},
            )
        elif name in CELLS:
            self._cell, self._pieces, self._length, self._paragraphs = dict(attributes), [], 0, 0
        elif self._cell is not None:
            self._begin_in_cell(name, attributes)

    def _begin_in_cell(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "p":
            self._paragraphs += 1
            self._add("\n" if self._paragraphs > 1 else "")
        elif name == "s":
            self._add(" " * min(_parse_repeats(get_attribute(attributes, "c")), LONGEST_CELL + 1))
        elif name in ("tab", "line-break"):
            self._add("\t" if name == "tab" else "\n")

    def text(self, text: str) -> None:
        if self._cell is not None and self._paragraphs and not self._depth_of_note:
            self._add(text)

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
        if self._length > LONGEST_CELL:
            raise Refused(_("In dit bestand staat een cel met te veel tekst."))

    def end(self, name: str) -> None:
        if self._depth_of_note:
            self._depth_of_note -= 1
        elif name == "table":
            self._is_here = False
        elif self._is_here and name in CELLS and self._cell is not None:
            self._end_cell(self._cell, "".join(self._pieces))
            self._cell = None
        elif self._is_here and name == "table-row":
            self._end_row()

    def _end_cell(self, attributes: Mapping[str, str], text: str) -> None:
        times, value = (
            _parse_repeats(get_attribute(attributes, "number-columns-repeated")),
            _build_value(attributes, text),
        )
        if value is None:
            self._budget.spend_cell(0)
            self._column += times
            return
        for column in range(self._column, self._column + times):
            self._budget.spend_cell(column, text)
            self._cells[column] = value
        self._column += times

    def _end_row(self) -> None:
        first = self._number + 1
        self._number += self._times
        if not self._cells:
            return
        for number in range(first, self._number + 1):
            self._budget.spend_row()
            if number > first:
                for column in self._cells:
                    self._budget.spend_cell(column)
            self.done.append((number, self._cells))


def _parse_repeats(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _build_value(attributes: Mapping[str, str], text: str) -> CellValue | None:
    kind = get_attribute(attributes, "value-type")
    try:
        if kind in NUMBERS:
            number = Decimal(f"{float(get_attribute(attributes, 'value')):.15g}")
            return (
                CellValue(NUMBERS[kind], number) if number.is_finite() else CellValue(CellKind.ERROR, text[:40] or "?")
            )
        if kind == "date":
            return CellValue(CellKind.DAY, dt.datetime.fromisoformat(get_attribute(attributes, "date-value")[:19]))
    except (ValueError, InvalidOperation, OverflowError):
        return CellValue(CellKind.ERROR, text[:40] or "?")
    if kind == "boolean":
        return CellValue(CellKind.BOOLEAN, get_attribute(attributes, "boolean-value") == "true")
    return make_text_value(get_attribute(attributes, "string-value") or text)
