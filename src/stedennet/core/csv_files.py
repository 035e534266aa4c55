"""The cells of a CSV file, in any usual encoding and with any usual separator. Pure: bytes in, values out."""

import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .cell_values import make_text_value
from .csv_output import unescape_formula
from .errors import Refused
from .excel_files import Row
from .zipped_xml import Budget

SEPARATORS = ";,\t|"
MOST_CHARACTERS = 20_000_000
_SEPARATOR_LINE = re.compile(r'"?sep=([;,\t|])"?\r?\n', re.IGNORECASE)
_HEADER_LINES = 30
"""Lines that are searched for the header."""


def decode_csv(data: bytes) -> str:
    """The text of the file: UTF-8, UTF-16, or else Windows-1252. Raises Refused."""
    try:
        text = data.decode(detect_encoding(data))
    except UnicodeDecodeError:
        raise _unreadable_error() from None
    if "\x00" in text:
        raise _unreadable_error()
    return text.lstrip("\ufeff")


def detect_encoding(data: bytes) -> str:
    """The encoding of the file: UTF-16 with or without a byte order mark, UTF-8, or else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(data) > 3 and len(data) % 2 == 0 and not data[1] and not data[3]:
        return "utf-16-le"
    if len(data) > 3 and len(data) % 2 == 0 and not data[0] and not data[2]:
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _unreadable_error() -> Refused:
    return Refused(_("Bewaar het bestand als Excel, of als CSV in UTF-8."))


def detect_separators(text: str) -> tuple[str, str]:
    """The possible separators, the likeliest first, and the text without a line `sep=;`."""
    match = _SEPARATOR_LINE.match(text)
    if match:
        return match[1], text[match.end() :]
    first_lines = [line for line in text[:20_000].splitlines()[:_HEADER_LINES] if line.strip()] or [""]
    max_counts = {separator: max(line.count(separator) for line in first_lines) for separator in SEPARATORS}
    return "".join(
        sorted(SEPARATORS, key=lambda separator: (-first_lines[0].count(separator), -max_counts[separator]))
    ), text


def read_rows(text: str, separator: str, budget: Budget) -> Iterator[Row]:
    """The number of each row and its non-empty cells, by column from 0. Raises Refused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, row in enumerate(reader, 1):
            cells = {}
            for column, cell in enumerate(row):
                value = make_text_value(unescape_formula(cell))
                if value is not None:
                    budget.spend_cell(column, cell)
                    cells[column] = value
                else:
                    budget.spend_cell(0)
            if cells:
                budget.spend_row()
                yield number, cells
    except csv.Error:
        raise Refused(_("Dit is geen CSV-bestand dat wij kunnen lezen.")) from None
