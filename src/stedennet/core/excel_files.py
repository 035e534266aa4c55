"""The typed cells of an Excel file (.xlsx), row by row. Pure: bytes in, values out.

Our own reader of the few relevant parts (ECMA-376 part 1, 18.3 and 18.8): a general one also parses styles, links and
validation rules, without limits. Whether a number format is a date comes from openpyxl.
"""

import datetime as dt
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel
from openpyxl.utils.escape import unescape

from .cell_values import CellKind, CellValue, make_text_value
from .errors import Refused
from .zipped_xml import LONGEST_CELL, Budget, get_attribute, read_xml, unreadable_error

Row = tuple[int, dict[int, CellValue]]
_CELL_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LITERAL = re.compile(r'"[^"]*"|\\.')


class ExcelFile:
    """An opened Excel file. Raises Refused if it is not one."""

    def __init__(self, parts: zipfile.ZipFile, budget: Budget) -> None:
        self._parts, self._budget = parts, budget
        book = _Book()
        self._read("xl/workbook.xml", book)
        targets = _Targets()
        self._read("xl/_rels/workbook.xml.rels", targets)
        sheets = ((name, _resolve_path(targets.paths.get(key, ""))) for name, key in book.sheets)
        self._sheets = {name: path for name, path in sheets if path in parts.namelist()}
        self._styles = _resolve_path(targets.kinds.get("styles", "styles.xml"))
        self._strings = _resolve_path(targets.kinds.get("sharedStrings", "sharedStrings.xml"))
        self._epoch = MAC_EPOCH if book.is_1904 else WINDOWS_EPOCH
        if not self._sheets:
            raise unreadable_error()

    @property
    def names(self) -> list[str]:
        """The names of the sheets, in order."""
        return list(self._sheets)

    def rows(self, sheet: str) -> Iterator[Row]:
        """The number of each row and its non-empty cells, by column from 0."""
        styles, strings = _Styles(), _Strings()
        self._read(self._styles, styles, optional=True)
        self._read(self._strings, strings, optional=True)
        reader = _Cells(strings.found, styles, self._epoch, self._budget)
        with self._parts.open(self._sheets[sheet]) as part:
            for _piece in read_xml(part, reader, self._budget):
                yield from reader.done
                reader.done.clear()

    def _read(self, name: str, reader: "_Part", *, optional: bool = False) -> None:
        if name not in self._parts.namelist():
            if optional:
                return
            raise unreadable_error()
        with self._parts.open(name) as part:
            for _piece in read_xml(part, reader, self._budget):
                pass


def _resolve_path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


class _Part:
    """Receives the elements of one part; ignores them unless overridden."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Called at the start of an element."""

    def end(self, name: str) -> None:
        """Called at the end of an element."""

    def text(self, text: str) -> None:
        """Called with the text of an element."""


class _Book(_Part):
    """The sheets with the keys of their parts, and the epoch of dates."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.is_1904 = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), get_attribute(attributes, "id")))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904", "") in ("1", "true")


class _Targets(_Part):
    """The part that each key stands for, and the part of each kind."""

    def __init__(self) -> None:
        self.paths: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.paths[attributes.get("Id", "")] = attributes.get("Target", "")
            self.kinds[attributes.get("Type", "").rpartition("/")[2]] = attributes.get("Target", "")


class _Styles(_Part):
    """Whether numbers in each style are dates or percentages."""

    def __init__(self) -> None:
        self._formats = dict(BUILTIN_FORMATS)
        self._kinds: list[CellKind] = []
        self._is_of_cells = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt" and attributes.get("numFmtId", "").isdecimal():
            self._formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")[:255]
        elif name == "cellXfs":
            self._is_of_cells = True
        elif name == "xf" and self._is_of_cells:
            self._kinds.append(self._kind_of(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._is_of_cells = False

    def kind(self, style: str) -> CellKind:
        """The type of a number in this style."""
        number = int(style) if style.isdecimal() and len(style) < 8 else -1
        return self._kinds[number] if 0 <= number < len(self._kinds) else CellKind.NUMBER

    def _kind_of(self, key: str) -> CellKind:
        code = self._formats.get(int(key), "") if key.isdecimal() and len(key) < 8 else ""
        if code and is_date_format(code):
            return CellKind.DAY
        return CellKind.PERCENT if "%" in _LITERAL.sub("", code) else CellKind.NUMBER


class _Text(_Part):
    """Collects the text of `t` elements, except phonetic hints (rPh)."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._is_wanted = False
        self._is_hint = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "rPh":
            self._is_hint = True
        self._is_wanted = name in ("t", "v") and not self._is_hint

    def end(self, name: str) -> None:
        if name == "rPh":
            self._is_hint = False
        self._is_wanted = False

    def text(self, text: str) -> None:
        if self._is_wanted:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > 7 * LONGEST_CELL:  # An escaped character takes seven.
                raise Refused(_("In dit bestand staat een cel met te veel tekst."))

    def taken(self) -> str:
        """The text collected so far, which is then cleared."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        return text


class _Strings(_Text):
    """The shared strings, which cells refer to by number."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def end(self, name: str) -> None:
        super().end(name)
        if name == "si":
            self.found.append(unescape(self.taken()))


class _Cells(_Text):
    """The rows of a sheet."""

    def __init__(self, strings: list[str], styles: _Styles, epoch: dt.datetime, budget: Budget) -> None:
        super().__init__()
        self.done: list[Row] = []
        self._strings, self._styles, self._epoch, self._budget = strings, styles, epoch, budget
        self._number, self._column = 0, -1
        self._cells: dict[int, CellValue] = {}
        self._kind, self._style, self._has_formula = "n", "", False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        super().begin(name, attributes)
        if name == "row":
            number = attributes.get("r", "")
            self._number = int(number) if number.isdecimal() and len(number) < 8 else self._number + 1
            self._column, self._cells = -1, {}
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "f":
            self._has_formula = True

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        address = _CELL_ADDRESS.fullmatch(attributes.get("r", ""))
        self._column = _parse_column_letters(address[1]) if address else self._column + 1
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._has_formula = False
        self.taken()

    def end(self, name: str) -> None:
        super().end(name)
        if name == "c":
            value = self._value(self.taken())
            self._budget.spend_cell(self._column, value.plain if value and isinstance(value.plain, str) else "")
            if value is not None:
                self._cells[self._column] = value
        elif name == "row" and self._cells:
            self._budget.spend_row()
            self.done.append((self._number, self._cells))

    def _value(self, text: str) -> CellValue | None:
        if self._kind == "s":
            number = int(text) if text.isdecimal() and len(text) < 9 else -1
            if not 0 <= number < len(self._strings):
                raise unreadable_error()
            return make_text_value(self._strings[number])
        if not text:
            return CellValue(CellKind.ERROR, _("een formule zonder uitkomst")) if self._has_formula else None
        if self._kind in ("str", "inlineStr"):
            return make_text_value(unescape(text))
        if self._kind == "b":
            return CellValue(CellKind.BOOLEAN, text.strip() in ("1", "true"))
        if self._kind == "e":
            return CellValue(CellKind.ERROR, text[:40])
        return self._number_value(text)

    def _number_value(self, text: str) -> CellValue | None:
        try:
            if self._kind == "d":
                return CellValue(CellKind.DAY, dt.datetime.fromisoformat(text.removesuffix("Z")))
            number = Decimal(f"{float(text):.15g}")
            kind = self._styles.kind(self._style)
            if kind is not CellKind.DAY and number.is_finite():
                return CellValue(kind, number)
            day = from_excel(float(text), self._epoch)
        except (ValueError, InvalidOperation, OverflowError):
            return CellValue(CellKind.ERROR, text[:40])
        # None of our columns holds a time without a date.
        return CellValue(CellKind.DAY, day) if isinstance(day, dt.datetime) else CellValue(CellKind.ERROR, text[:40])


def _parse_column_letters(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def format_column_letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 27 is AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
