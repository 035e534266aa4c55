"""A table that a spreadsheet opens. Pure: values in, text out."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

RUN_BY_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: Any) -> Any:
    """Text with a quote before it when it begins like a formula; numbers as they are; nothing as an empty cell."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RUN_BY_A_SPREADSHEET) else cell


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows as CSV (RFC 4180) below a line with the columns' names; no cell is run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(row[column]) for column in columns])
    return text.getvalue()
