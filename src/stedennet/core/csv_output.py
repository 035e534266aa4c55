"""Writes a table that a spreadsheet opens. Pure: values in, text out.

A spreadsheet splits a CSV file by its country's separator: a Dutch Excel by semicolons. So the start of a formula is
escaped after every possible separator, not only at the start of a cell.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

FORMULA = "=+-@＝＋－＠"
"""Characters that start a formula; the full-width ones count too where East Asian text is typed."""
SEPARATORS = ",;|\t\n\r\x0b\x0c\x85\u2028\u2029"
"""Characters that end a cell or row in some spreadsheet, depending on its settings."""
_SIGN = f"[{re.escape(FORMULA)}]"
_FORMULA_STARTS = re.compile(rf"""(^|[{SEPARATORS}])([\s"]*)('*{_SIGN})""")
_ESCAPED_FORMULA = re.compile(rf"""(^|[{SEPARATORS}])([\s"]*)'('*{_SIGN})""")
_STARTS_INVISIBLY = re.compile(r"^('*[\t\r])")
_ESCAPED_START = re.compile(r"^'('*[\t\r])")


def escape_formula(cell: object) -> object:
    """Put an apostrophe before anything in a text that starts a formula (CWE-1236). Numbers stay; None becomes
    empty."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    return _STARTS_INVISIBLY.sub(r"'\1", _FORMULA_STARTS.sub(r"\1\2'\3", cell))


def unescape_formula(cell: str) -> str:
    """The text from which `escape_formula` made this."""
    return _ESCAPED_FORMULA.sub(r"\1\2\3", _ESCAPED_START.sub(r"\1", cell))


def write_csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180), with every cell quoted and formulas escaped."""
    line = io.StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_ALL)
    for cells in _prepend_head(columns, rows):
        writer.writerow([escape_formula(cell) for cell in cells])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """The rows as CSV, below a line with the column names."""
    return "".join(write_csv_lines(columns, rows))


def _prepend_head(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[Sequence[object]]:
    yield columns
    for row in rows:
        yield [row[column] for column in columns]
