"""Cells of a table that a spreadsheet opens. Pure: values in, values out."""

from typing import Any

RUN_BY_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: Any) -> Any:
    """Text with a quote before it when it begins like a formula; numbers as they are; nothing as an empty cell."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RUN_BY_A_SPREADSHEET) else cell
