"""Error pages: a form that fails the CSRF check, a server error, and a database that is unavailable."""

import re
import sys

from django.core.exceptions import SuspiciousOperation
from django.db import connections
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string

from stedennet.core.transient_errors import is_transient

from .. import unsent_forms

RETRY_SECONDS = 30
UNREADABLE = (UnreadablePostError, MultiPartParserError, SuspiciousOperation)
FOR_PROGRAMS = re.compile(r"^/(en/)?(api|fediverse|mail-melding|oembed)\b")
SECRET = re.compile(r"pass|wachtwoord|secret|^code$|otp", re.IGNORECASE)
"""Names of fields whose values are never sent back to the browser."""
LONG = 60
"""Characters; a longer value is shown in a text area."""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that expired or came from another site; one from our own pages can be sent again at once."""
    if (
        unsent_forms.is_same_origin(request)
        and (unsent_fields := unsent_forms.read_unsent_form(request))
        and not unsent_forms.is_sign_in_page(request.path)
    ):
        return unsent_forms.show_unsent_form(request, unsent_fields, status=403)
    return render(request, "403_csrf.html", {"retry_url": request.get_full_path()}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer any uncaught exception, from a view or from middleware.

    A database that is busy, full or restarting gives 503 with the form and what was typed; anything else gives 500.
    """
    if is_transient(sys.exc_info()[1]):
        return show_unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def show_unavailable(request: HttpRequest) -> HttpResponse:
    """Ask to try again later, without using the database, not even for the session; close broken connections."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    if FOR_PROGRAMS.match(request.path_info) or _wants_json(request):
        response = HttpResponse("Try again later.\n", status=503, content_type="text/plain; charset=utf-8")
    else:
        response = HttpResponse(render_to_string("503.html", _collect_typed_fields(request)), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _wants_json(request: HttpRequest) -> bool:
    return "json" in request.headers.get("Accept", "") or "json" in (request.content_type or "")


def _collect_typed_fields(request: HttpRequest) -> dict[str, object]:
    """The context to send the form once more; secrets and files have to be entered again."""
    if request.method != "POST":
        return {}
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        files = list(request.FILES)
    except UNREADABLE:
        return {}
    safe_fields = [(name, str(value)) for name, value in fields if not SECRET.search(name)]
    return {
        "address": request.get_full_path(),
        "long": [field for field in safe_fields if len(field[1]) > LONG or "\n" in field[1]],
        "short": [field for field in safe_fields if not (len(field[1]) > LONG or "\n" in field[1])],
        "secrets": sorted({name for name, value in fields if SECRET.search(name)}),
        "files": files,
        "again": True,
    }
