"""A list as open data: the same rows as CSV or JSON; feeds/ has them as Atom."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse

from stedennet.core import cells


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """The rows as a CSV file; a cell that a spreadsheet would run as a formula is made harmless."""
    response = HttpResponse(cells.as_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_json(name: str, rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """The rows as JSON, under the list's name."""
    return JsonResponse({name: list(rows)}, json_dumps_params={"ensure_ascii": False})
