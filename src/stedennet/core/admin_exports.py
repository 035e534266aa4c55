"""Replaces the CSV writer of Wagtail's lists, which neither escapes formulas nor quotes every cell."""

from collections.abc import Iterable, Iterator, Mapping

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .csv_output import write_csv_lines


def escape_admin_exports() -> None:
    """Make every list and report in the admin write its CSV with `core.csv_output`."""
    SpreadsheetExportMixin.stream_csv = _stream_csv


def _stream_csv(view: SpreadsheetExportMixin, queryset: Iterable[object]) -> Iterator[bytes]:
    headings = {field: view.get_heading(queryset, field) for field in view.list_export}
    rows = (_format_row(view, view.to_row_dict(item)) for item in queryset)
    # The headings are written as a row, because two columns may have the same heading.
    lines = write_csv_lines(list(view.list_export), (row for part in ([headings], rows) for row in part))
    next(lines)
    for line in lines:
        yield line.encode()


def _format_row(view: SpreadsheetExportMixin, row: Mapping[str, object]) -> dict[str, object]:
    return {field: view.preprocess_field_value(field, value, view.FORMAT_CSV) for field, value in row.items()}
