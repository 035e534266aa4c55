"""Files that come with a message, in and out: read no further than the limit, given as a download and nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from stedennet.calls.flows.attachments import MAX_PER_MESSAGE, Upload
from stedennet.calls.models import Attachment
from stedennet.core.files import ACCEPT, KINDS, MOST_BYTES

FIELD = "files"
MOST_REQUEST_BYTES = 40_000_000
"""A request larger than this is not read at all."""
LIMITS = {
    "accept": ACCEPT,
    "kinds": ", ".join(KINDS),
    "most_files": MAX_PER_MESSAGE,
    "most_megabytes": MOST_BYTES // 1_000_000,
}
"""The limits for files, as shown on a page."""


def refuse_large_requests(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Of a request that is far too large nothing is read; the answer says so."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= MOST_REQUEST_BYTES:
            return view(request, *args, **kwargs)
        return render(request, "site/calls/too_large.html", {"back_url": request.path, **LIMITS}, status=413)

    return wrapped


def read_uploads(request: HttpRequest, field: str = FIELD) -> list[Upload]:
    """The files of a field, each read one byte over the limit at most, so that its flow can refuse it by name."""
    return [(file.name or "", file.read(MOST_BYTES + 1)) for file in request.FILES.getlist(field)]


def serve_attachment(file: Attachment | None) -> HttpResponse:
    """The file as a download that no browser opens in the site's name. Raises Http404 without one."""
    if file is None:
        raise Http404
    response = HttpResponse(bytes(file.data), content_type=file.media_type)
    response["Content-Disposition"] = str(content_disposition_header(True, file.name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
