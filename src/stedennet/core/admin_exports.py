"""Wagtail's own lists as CSV: its writer leaves formulas in and quotes only what must be. Ours takes its place."""

from collections.abc import Iterator
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .csv_output import write_csv_lines


def escape_admin_exports() -> None:
    """Let every list and report in the admin write its CSV by `core.cells`."""
    SpreadsheetExportMixin.stream_csv = _stream_csv


def _stream_csv(view: Any, queryset: Any) -> Iterator[bytes]:
    headings = {field: view.get_heading(queryset, field) for field in view.list_export}
    rows = (_format_row(view, view.to_row_dict(item)) for item in queryset)
    # The first line is a row as well: two columns may have the same heading.
    lines = write_csv_lines(list(view.list_export), (row for part in ([headings], rows) for row in part))
    next(lines)
    for line in lines:
        yield line.encode()


def _format_row(view: Any, row: Any) -> dict[str, Any]:
    return {field: view.preprocess_field_value(field, value, view.FORMAT_CSV) for field, value in row.items()}
