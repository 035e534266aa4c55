"""What editors uploaded, given in a way in which nothing can act on this site's origin.

A document comes as a download, and only to who may see its collection. A picture comes from the folders of pictures,
as the picture that its name says it is; the rest of the folder of uploads has no address.
"""

import posixpath
from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.static import serve as serve_file
from wagtail.documents.models import Document
from wagtail.documents.views.serve import serve as serve_of_wagtail

from stedennet.core.files import DOCUMENT_KINDS, ending_of
from stedennet.core.pictures import MEDIA_TYPES

SANDBOX_POLICY = "sandbox; default-src 'none'"
PUBLIC_FOLDERS = ("images", "avatar_images")
ORIGINALS = "original_images"
"""As somebody uploaded them: for the editors' door only, pages show sizes made from them."""


def download_document(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """The document as a download; or what its collection asks first: a password, or signing in."""
    one = get_object_or_404(Document.objects.select_related("collection"), pk=pk)
    answer = serve_of_wagtail(request, pk, name)
    if one.collection.get_view_restrictions():
        answer["Cache-Control"] = "private, no-store"
    if isinstance(answer, HttpResponse):  # No file: a page that asks something, or “not modified”.
        return answer
    answer["Content-Type"] = DOCUMENT_KINDS.get(ending_of(name), "application/octet-stream")
    answer["Content-Disposition"] = str(content_disposition_header(True, one.filename))
    return _sandbox_response(answer)


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture. Raises Http404 for everything else, also for what a path with dots would lead to."""
    kind = MEDIA_TYPES.get(PurePosixPath(path).suffix[1:].lower())
    folder = path.partition("/")[0]
    if kind is None or posixpath.normpath(path) != path or not _may_see(request, folder):
        raise Http404
    answer = serve_file(request, path, document_root=str(settings.MEDIA_ROOT))
    answer["Content-Type"] = kind
    if folder == ORIGINALS:
        answer["Cache-Control"] = "private, no-store"
    return _sandbox_response(answer)


def _may_see(request: HttpRequest, folder: str) -> bool:
    return folder in PUBLIC_FOLDERS or (folder == ORIGINALS and request.user.has_perm("wagtailadmin.access_admin"))


def _sandbox_response(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Content-Security-Policy"] = SANDBOX_POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
