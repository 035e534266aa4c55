"""When something is not there, not allowed or broken: a page in the site's looks."""

import re
import sys
from typing import Any

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
"""Names of fields that are never sent back."""
LONG = 60


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere. What one of our own pages sent can be sent again at once."""
    if (
        unsent_forms.is_same_origin(request)
        and (words := unsent_forms.read_unsent_form(request))
        and not unsent_forms.is_sign_in_page(request.path)
    ):
        return unsent_forms.show_unsent_form(request, words, status=403)
    return render(request, "403_csrf.html", {"retry_url": request.get_full_path()}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles any error, of a view or of what stands around it.

    A database that is busy, full or restarting is 503, with the form again and all that was typed; the rest is 500.
    """
    if is_transient(sys.exc_info()[1]):
        return show_unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def show_unavailable(request: HttpRequest) -> HttpResponse:
    """Try again in a moment. Nothing here asks the database, not even who is signed in; what broke is dropped."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    if FOR_PROGRAMS.match(request.path_info) or _wants_json(request):
        answer = HttpResponse("Try again later.\n", status=503, content_type="text/plain; charset=utf-8")
    else:
        answer = HttpResponse(render_to_string("503.html", _collect_typed_fields(request)), status=503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    answer["Cache-Control"] = "no-store"
    return answer


def _wants_json(request: HttpRequest) -> bool:
    return "json" in request.headers.get("Accept", "") or "json" in (request.content_type or "")


def _collect_typed_fields(request: HttpRequest) -> dict[str, Any]:
    """What the page needs to send the form once more; secrets and files have to be given again."""
    if request.method != "POST":
        return {}
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        files = list(request.FILES)
    except UNREADABLE:
        return {}
    kept = [(name, str(value)) for name, value in fields if not SECRET.search(name)]
    return {
        "address": request.get_full_path(),
        "long": [field for field in kept if len(field[1]) > LONG or "\n" in field[1]],
        "short": [field for field in kept if not (len(field[1]) > LONG or "\n" in field[1])],
        "secrets": sorted({name for name, value in fields if SECRET.search(name)}),
        "files": files,
        "again": True,
    }
