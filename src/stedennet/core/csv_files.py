"""The cells of a CSV file, in whatever signs and with whatever separator it was saved. Pure: bytes in, values out."""

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
_SAYS_SEPARATOR = re.compile(r'"?sep=([;,\t|])"?\r?\n', re.IGNORECASE)
_HEADS = 30
"""Lines in which the head is looked for."""


def decode_csv(data: bytes) -> str:
    """The text of the file: UTF-8, UTF-16 or, when it is neither, the signs of Windows (cp1252). Raises Refused."""
    try:
        text = data.decode(detect_encoding(data))
    except UnicodeDecodeError:
        raise _unreadable_error() from None
    if "\x00" in text:
        raise _unreadable_error()
    return text.lstrip("\ufeff")


def detect_encoding(data: bytes) -> str:
    """The encoding by which to read the file: UTF-16 with or without its mark, UTF-8, else that of Windows."""
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
    """The separators that it may have, the likeliest first, and the text without the line `sep=;`."""
    said = _SAYS_SEPARATOR.match(text)
    if said:
        return said[1], text[said.end() :]
    start = [line for line in text[:20_000].splitlines()[:_HEADS] if line.strip()] or [""]
    most = {sign: max(line.count(sign) for line in start) for sign in SEPARATORS}
    return "".join(sorted(SEPARATORS, key=lambda sign: (-start[0].count(sign), -most[sign]))), text


def read_rows(text: str, separator: str, budget: Budget) -> Iterator[Row]:
    """The number of each row and its cells that are not empty, by column from 0. Raises Refused."""
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
