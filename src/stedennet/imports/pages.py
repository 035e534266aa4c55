"""The editors' page on which a file is read in; a room gives it its kind, its address and its frame."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from stedennet.core.errors import DomainError
from stedennet.core.uploads import read_upload

from .flows import UNDER_WAY, confirm_import, start_import
from .models import ImportState, SpreadsheetImport

NUMBER_PARAMETER = "bestand"


def _format_outcome(number: int) -> str:
    return ngettext("Opgeslagen: %(n)s rij.", "Opgeslagen: %(n)s rijen.", number) % {"n": number}


def render_import_page(
    request: HttpRequest, kind: str, *, url: str, target: str = "", frame: dict[str, Any]
) -> HttpResponse:
    """GET: the form, or how far the file with this number is; POST: a file, or that what is shown may be stored."""
    mine = SpreadsheetImport.objects.filter(kind=kind, target=target, by_id=request.user.pk)
    number = request.GET.get(NUMBER_PARAMETER, "")
    found = get_object_or_404(mine, pk=number) if number.isascii() and number.isdecimal() else None
    error = ""
    if request.method == "POST":
        try:
            if found is not None and "doen" in request.POST:
                confirm_import(found, by=request.user)
            else:
                name, data = read_upload(request)
                found = start_import(kind, data, name=name, target=target, by=request.user)
            return redirect(f"{url}?{NUMBER_PARAMETER}={found.pk}")
        except DomainError as refusal:
            error = refusal.message
    return render(
        request, "imports/page.html", {**_build_context(found, error), **frame}, status=422 if error else 200
    )


def _build_context(found: SpreadsheetImport | None, error: str) -> dict[str, Any]:
    if found is None:
        return {"error": error}
    preview = found.preview if found.state == ImportState.READY else {}
    return {
        "error": error or found.message,
        "file_name": found.name,
        "is_under_way": found.state in UNDER_WAY,
        "is_storing": found.state == ImportState.CONFIRMED,
        "done": found.done,
        "total": found.total,
        "outcome": _format_outcome(found.done) if found.state == ImportState.STORED else "",
        "is_planned": bool(preview),
        **preview,
    }
