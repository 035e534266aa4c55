"""The picture that stands beside a link: only of what is public, and only the one that it has now."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response

from .. import pictures
from ..embedding import shareables

A_YEAR = 365 * 24 * 3600


def show_share_picture(request: HttpRequest, kind: str, key: str, seal: str) -> HttpResponseBase:
    """The picture; an old or invented seal leads to the one that holds."""
    one = shareables.find_shareable(kind, key)
    if seal != pictures.seal_of(one):
        return redirect(pictures.build_url(one))
    etag = f'"{seal}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        pictures.load_png(one), content_type="image/png"
    )
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
