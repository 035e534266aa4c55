"""Uploads of editors, served so that no file can act on this site's origin.

A document is served as a download, to people who may see its collection. A picture is served from the picture folders,
with the media type of its extension; the rest of the upload folder has no address.
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
"""Pictures as they were uploaded: for the admin only, as pages show resized ones."""


def download_document(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Serve a document as a download, or the page on which its collection asks for a password or to sign in."""
    document = get_object_or_404(Document.objects.select_related("collection"), pk=pk)
    response = serve_of_wagtail(request, pk, name)
    if document.collection.get_view_restrictions():
        response["Cache-Control"] = "private, no-store"
    if isinstance(response, HttpResponse):  # No file, but a page that asks for access, or “not modified”.
        return response
    response["Content-Type"] = DOCUMENT_KINDS.get(ending_of(name), "application/octet-stream")
    response["Content-Disposition"] = str(content_disposition_header(True, document.filename))
    return _sandbox_response(response)


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a picture. Raises Http404 for everything else, also for a path with dots."""
    kind = MEDIA_TYPES.get(PurePosixPath(path).suffix[1:].lower())
    folder = path.partition("/")[0]
    if kind is None or posixpath.normpath(path) != path or not _may_see(request, folder):
        raise Http404
    response = serve_file(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Content-Type"] = kind
    if folder == ORIGINALS:
        response["Cache-Control"] = "private, no-store"
    return _sandbox_response(response)


def _may_see(request: HttpRequest, folder: str) -> bool:
    return folder in PUBLIC_FOLDERS or (folder == ORIGINALS and request.user.has_perm("wagtailadmin.access_admin"))


def _sandbox_response(response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Security-Policy"] = SANDBOX_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
