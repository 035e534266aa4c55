"""A list as open data: the same rows as CSV, JSON or a sheet; feeds/ has them as Atom."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.core import csv_output, workbooks
from stedennet.core.workbooks import Sheet
from stedennet.lists.declarations import List, Types
from stedennet.lists.registry import LISTS
from stedennet.lists.remarks import REMARKS


def build_csv_response(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> HttpResponse:
    """The rows as a CSV file; a cell that a spreadsheet would run as a formula is made harmless."""
    response = HttpResponse(csv_output.write_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def build_json_response(name: str, rows: Iterable[Mapping[str, object]]) -> HttpResponse:
    """The rows as JSON, under the list's name."""
    return JsonResponse({name: list(rows)}, json_dumps_params={"ensure_ascii": False})


def as_sheet(declared: List, rows: Iterable[object]) -> Sheet:
    """The rows as a sheet of an Excel file, with the columns of the CSV."""
    texts = ({name: workbooks.format_cell(value) for name, value in row.items()} for row in declared.as_data(rows))
    return Sheet(_("lijst"), declared.column_names, texts)


class ColumnWords(TypedDict):
    """A column as readers see it: its name in the files, what it holds, and the type of its values."""

    name: str
    label: str
    type: str


class ListColumns(TypedDict):
    """A list with its columns."""

    label: str
    columns: list[ColumnWords]


def list_exports() -> list[dict[str, str]]:
    """The URLs of each list as open data."""
    return [
        {
            "label": str(declared.label),
            "csv_url": reverse(f"{declared.address}_csv"),
            "json_url": reverse(f"{declared.address}_json"),
            "feed_url": reverse(f"{declared.address}_feed"),
        }
        for declared in LISTS
    ]


def describe_columns() -> list[ListColumns]:
    """Each list with its columns: their names, labels and types."""
    return [
        {
            "label": str(declared.label),
            "columns": [
                {"name": column.name, "label": str(column.label), "type": name_type(column.type)}
                for column in declared.columns
            ],
        }
        for declared in (*LISTS, REMARKS)
    ]


def name_type(kind: Types) -> str:
    """The type of a column in the reader's words."""
    return {str: _("tekst"), int: _("getal"), float: _("getal"), bool: _("ja of nee"), dt.date: _("datum")}[kind]
