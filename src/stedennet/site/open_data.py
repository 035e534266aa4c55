"""A list as open data: the same rows as CSV, JSON or a sheet; feeds/ has them as Atom."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from stedennet.core import csv_output, workbooks
from stedennet.core.workbooks import Sheet
from stedennet.lists.declarations import List


def build_csv_response(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """The rows as a CSV file; a cell that a spreadsheet would run as a formula is made harmless."""
    response = HttpResponse(csv_output.write_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def build_json_response(name: str, rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """The rows as JSON, under the list's name."""
    return JsonResponse({name: list(rows)}, json_dumps_params={"ensure_ascii": False})


def as_sheet(declared: List, rows: Iterable[Any]) -> Sheet:
    """The rows as a sheet of an Excel file, with the columns of the CSV."""
    texts = ({name: workbooks.format_cell(value) for name, value in row.items()} for row in declared.as_data(rows))
    return Sheet(_("lijst"), declared.column_names, texts)
