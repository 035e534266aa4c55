"""The admin page for importing a file; a room supplies its kind, URL and frame."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from stedennet.core.refusals import attempt
from stedennet.core.uploads import read_upload

from .flows import UNDER_WAY, confirm_import, start_import
from .models import ImportState, SpreadsheetImport

NUMBER_PARAMETER = "bestand"


def _format_outcome(number: int) -> str:
    return ngettext("Opgeslagen: %(n)s rij.", "Opgeslagen: %(n)s rijen.", number) % {"n": number}


def render_import_page(
    request: HttpRequest, kind: str, *, url: str, target: str = "", frame: dict[str, object]
) -> HttpResponse:
    """GET: the form, or the progress of the import with this number. POST: upload a file, or confirm the preview."""
    own_imports = SpreadsheetImport.objects.filter(kind=kind, target=target, by_id=request.user.pk)
    number = request.GET.get(NUMBER_PARAMETER, "")
    spreadsheet = get_object_or_404(own_imports, pk=number) if number.isascii() and number.isdecimal() else None
    error = ""
    if request.method == "POST":
        with attempt() as tried:
            if spreadsheet is not None and "doen" in request.POST:
                confirm_import(spreadsheet, by=request.user)
            else:
                name, data = read_upload(request)
                spreadsheet = start_import(kind, data, name=name, target=target, by=request.user)
            return redirect(f"{url}?{NUMBER_PARAMETER}={spreadsheet.pk}")
        error = tried.message
    return render(
        request, "imports/page.html", {**_build_context(spreadsheet, error), **frame}, status=422 if error else 200
    )


def _build_context(spreadsheet: SpreadsheetImport | None, error: str) -> dict[str, object]:
    if spreadsheet is None:
        return {"error": error}
    preview = spreadsheet.preview if spreadsheet.state == ImportState.READY else {}
    return {
        "error": error or spreadsheet.message,
        "file_name": spreadsheet.name,
        "is_under_way": spreadsheet.state in UNDER_WAY,
        "is_storing": spreadsheet.state == ImportState.CONFIRMED,
        "done": spreadsheet.done,
        "total": spreadsheet.total,
        "outcome": _format_outcome(spreadsheet.done) if spreadsheet.state == ImportState.STORED else "",
        "is_planned": bool(preview),
        **preview,
    }
