"""The matrix of municipalities and themes: the whole table, one theme or one municipality at a time, and open data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import open_data
from ..cards.matrix import DATA_COLUMNS
from ..cards.matrix_pages import MatrixPage


def show_matrix(request: HttpRequest) -> HttpResponse:
    """Show what each municipality does for each theme; with `thema` or `gemeente` only that column or that row."""
    page = MatrixPage.parse(request.GET)
    return render(request, f"site/matrix/{page.kind}.html", page.context())


def export_matrix_csv(request: HttpRequest) -> HttpResponse:
    """Export the cells that fit as CSV: a row for each municipality and theme."""
    return open_data.build_csv_response("matrix", DATA_COLUMNS, MatrixPage.parse(request.GET).data_rows())


def export_matrix_json(request: HttpRequest) -> HttpResponse:
    """Export the cells that fit as JSON."""
    return open_data.build_json_response("matrix", MatrixPage.parse(request.GET).data_rows())
