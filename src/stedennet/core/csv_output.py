"""A table that a spreadsheet opens. Pure: values in, text out.

A spreadsheet reads a CSV file by the separator of its own country: a Dutch Excel by the semicolon. So what begins a
formula is made harmless after every separator, not only at the begin of a cell.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

FORMULA = "=+-@＝＋－＠"
"""Signs that begin a formula; the wide ones are taken for the others where East Asian text is typed."""
SEPARATORS = ",;|\t\n\r\x0b\x0c\x85\u2028\u2029"
"""What some spreadsheet, by its settings, takes for the end of a cell or of a row."""
_SIGN = f"[{re.escape(FORMULA)}]"
_FORMULA_BEGINS = re.compile(rf"""(^|[{SEPARATORS}])([\s"]*)('*{_SIGN})""")
_MARKED_FORMULA = re.compile(rf"""(^|[{SEPARATORS}])([\s"]*)'('*{_SIGN})""")
_BEGINS_UNSEEN = re.compile(r"^('*[\t\r])")
_MARKED_UNSEEN = re.compile(r"^'('*[\t\r])")


def escape_formula(cell: Any) -> Any:
    """Text with an apostrophe before whatever begins a formula (CWE-1236); numbers as they are; nothing as empty."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    return _BEGINS_UNSEEN.sub(r"'\1", _FORMULA_BEGINS.sub(r"\1\2'\3", cell))


def unescape_formula(cell: str) -> str:
    """The text that `harmless` made this of."""
    return _MARKED_FORMULA.sub(r"\1\2\3", _MARKED_UNSEEN.sub(r"\1", cell))


def write_csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180), every cell between quotes and none run as a formula."""
    line = io.StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_ALL)
    for cells in _prepend_head(columns, rows):
        writer.writerow([escape_formula(cell) for cell in cells])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows as CSV below a line with the columns' names."""
    return "".join(write_csv_lines(columns, rows))


def _prepend_head(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[Any]]:
    yield columns
    for row in rows:
        yield [row[column] for column in columns]
