"""Wagtail's forms for documents, pictures and portraits: what is uploaded goes through `files.checked`, and so does
what reaches a table by another way (`guard_uploads`).
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.db.models.signals import pre_save
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .errors import Refused
from .files import DOCUMENT_KINDS, PICTURE_KINDS, check_file

MOST_BYTES = 10_000_000


class SafeFile(ContentFile):
    """Bytes that were looked at, under a safe name."""


def make_safe_document(file: File) -> SafeFile:
    """The document, looked at by its content. Raises Refused."""
    return _make_safe_file(file, DOCUMENT_KINDS)


def make_safe_picture(file: File) -> SafeFile:
    """The picture, drawn anew. Raises Refused."""
    return _make_safe_file(file, PICTURE_KINDS)


def _make_safe_file(file: File, kinds: dict[str, str]) -> SafeFile:
    file.seek(0)
    kept = check_file(file.name or "", file.read(MOST_BYTES + 1), kinds=kinds, most_bytes=MOST_BYTES)
    return SafeFile(kept.data, name=kept.name)


def clean_upload(file: Any, make_safe: Callable[[File], SafeFile]) -> Any:
    """What a form keeps; a file that was there already stays. Raises ValidationError in the words of the refusal."""
    if not file or isinstance(file, FieldFile):
        return file
    try:
        return make_safe(file)
    except Refused as refused:
        raise ValidationError(refused.message) from refused


class DocumentForm(BaseDocumentForm):
    """Adds or replaces a document: one, many at once, or from a chooser."""

    class Meta(BaseDocumentForm.Meta):
        pass

    def clean_file(self) -> Any:
        """The document, looked at. Raises ValidationError."""
        return clean_upload(self.cleaned_data["file"], make_safe_document)


class PictureForm(BaseImageForm):
    """Adds or replaces a picture."""

    class Meta(BaseImageForm.Meta):
        pass

    def clean_file(self) -> Any:
        """The picture, drawn anew. Raises ValidationError."""
        return clean_upload(self.cleaned_data["file"], make_safe_picture)


def guard_uploads() -> None:
    """Let no document, picture or portrait be stored that did not go through here, and give portraits their words."""
    made_smaller = AvatarPreferencesForm.clean_avatar
    AvatarPreferencesForm.clean_avatar = lambda form: _clean_avatar(form, made_smaller)
    pre_save.connect(_guard_document, sender="wagtaildocs.Document", dispatch_uid="guard documents")
    pre_save.connect(_guard_picture, sender="wagtailimages.Image", dispatch_uid="guard pictures")
    pre_save.connect(_guard_portrait, sender="wagtailusers.UserProfile", dispatch_uid="guard portraits")


def _clean_avatar(form: Any, made_smaller: Callable[[Any], Any]) -> Any:
    form.cleaned_data["avatar"] = clean_upload(form.cleaned_data.get("avatar"), make_safe_picture)
    return made_smaller(form)


def _guard_document(instance: Model, **about: Any) -> None:
    if _replace_new_file(instance, "file", make_safe_document, **about):
        instance._set_document_file_metadata()  # type: ignore[attr-defined]


def _guard_picture(instance: Model, **about: Any) -> None:
    if _replace_new_file(instance, "file", make_safe_picture, **about):
        instance._set_image_file_metadata()  # type: ignore[attr-defined]


def _guard_portrait(instance: Model, **about: Any) -> None:
    _replace_new_file(instance, "avatar", make_safe_picture, **about)


def _replace_new_file(instance: Any, field: str, make_safe: Callable[[File], SafeFile], **about: Any) -> bool:
    """Put what is safe in the place of a new file; whether it did. Raises Refused.

    Wagtail also puts files in their folder itself, before it saves the row (an upload whose title was wrong at first):
    a name that the row did not have yet is a new file too.
    """
    file, names = getattr(instance, field), about.get("update_fields")
    if not file or about.get("raw") or (names is not None and field not in names):
        return False
    if isinstance(getattr(file, "_file", None), SafeFile):
        return False
    if file._committed and type(instance)._base_manager.filter(pk=instance.pk, **{field: file.name}).exists():
        return False
    stored, storage = file.name if file._committed else "", file.storage
    with file.open("rb") as opened:
        safe = make_safe(opened)
    setattr(instance, field, safe)
    if stored:
        storage.delete(stored)
    return True
