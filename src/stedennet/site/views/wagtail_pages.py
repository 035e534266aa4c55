"""The pages of articles and events that everybody may read, without a walk through Wagtail's tree of pages."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from wagtail.views import serve

from stedennet.core.pages import PublicPageQuerySet


def serve_page(request: HttpRequest, pages: PublicPageQuerySet, slug: str) -> HttpResponseBase:
    """Serve the public page with this slug; one query.

    Wagtail answers everything else at this address: it asks for the password or the account that a private page needs.
    """
    page = pages.public().filter(slug=slug).first() if request.method in ("GET", "HEAD") else None
    path = request.path_info.lstrip("/").removeprefix("en/")
    return cast("HttpResponseBase", page.serve(request) if page else serve(request, path))
