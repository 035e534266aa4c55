"""The picture that other sites show beside a link: only for public records, and only the current one."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response

from .. import pictures
from ..embedding import shareables

A_YEAR = 365 * 24 * 3600


def show_share_picture(request: HttpRequest, kind: str, key: str, seal: str) -> HttpResponseBase:
    """Serve the picture; an outdated or invented seal redirects to the current one."""
    shareable = shareables.find_shareable(kind, key)
    if seal != pictures.seal_of(shareable):
        return redirect(pictures.build_url(shareable))
    etag = f'"{seal}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        pictures.load_png(shareable), content_type="image/png"
    )
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
