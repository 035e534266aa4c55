"""Wagtail's forms for documents, images and avatars: uploads pass `files.check_file`, and so does any file that
reaches a table in another way (`guard_uploads`)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.db.models.signals import pre_save
from django.forms import Form
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .errors import Refused
from .files import DOCUMENT_KINDS, PICTURE_KINDS, check_file

MAX_BYTES = 10_000_000


class SafeFile(ContentFile):
    """Checked bytes, under a safe name."""


def make_safe_document(file: File) -> SafeFile:
    """The checked document. Raises Refused."""
    return _make_safe_file(file, DOCUMENT_KINDS)


def make_safe_picture(file: File) -> SafeFile:
    """The re-encoded picture. Raises Refused."""
    return _make_safe_file(file, PICTURE_KINDS)


def _make_safe_file(file: File, kinds: dict[str, str]) -> SafeFile:
    file.seek(0)
    checked = check_file(file.name or "", file.read(MAX_BYTES + 1), kinds=kinds, most_bytes=MAX_BYTES)
    return SafeFile(checked.data, name=checked.name)


def clean_upload(file: File | None, make_safe: Callable[[File], SafeFile]) -> File | None:
    """The file for a form to store; an existing file stays. Raises ValidationError with the sentence of a refusal."""
    if not file or isinstance(file, FieldFile):
        return file
    try:
        return make_safe(file)
    except Refused as refused:
        raise ValidationError(refused.message) from refused


class DocumentForm(BaseDocumentForm):
    """Adds or replaces a document: one, several at once, or from a chooser."""

    class Meta(BaseDocumentForm.Meta):
        pass

    def clean_file(self) -> File | None:
        """The checked document. Raises ValidationError."""
        return clean_upload(self.cleaned_data["file"], make_safe_document)


class PictureForm(BaseImageForm):
    """Adds or replaces a picture."""

    class Meta(BaseImageForm.Meta):
        pass

    def clean_file(self) -> File | None:
        """The re-encoded picture. Raises ValidationError."""
        return clean_upload(self.cleaned_data["file"], make_safe_picture)


def guard_uploads() -> None:
    """Check every document, image and avatar before it is stored, and show refusals of avatars in the form."""
    wagtail_clean = AvatarPreferencesForm.clean_avatar
    AvatarPreferencesForm.clean_avatar = lambda form: _clean_avatar(form, wagtail_clean)
    pre_save.connect(_guard_document, sender="wagtaildocs.Document", dispatch_uid="guard documents")
    pre_save.connect(_guard_picture, sender="wagtailimages.Image", dispatch_uid="guard pictures")
    pre_save.connect(_guard_portrait, sender="wagtailusers.UserProfile", dispatch_uid="guard portraits")


def _clean_avatar(form: Form, wagtail_clean: Callable[[Form], File | None]) -> File | None:
    form.cleaned_data["avatar"] = clean_upload(form.cleaned_data.get("avatar"), make_safe_picture)
    return wagtail_clean(form)


def _guard_document(instance: Model, **about: object) -> None:
    if _replace_new_file(instance, "file", make_safe_document, **about):
        instance._set_document_file_metadata()  # type: ignore[attr-defined]


def _guard_picture(instance: Model, **about: object) -> None:
    if _replace_new_file(instance, "file", make_safe_picture, **about):
        instance._set_image_file_metadata()  # type: ignore[attr-defined]


def _guard_portrait(instance: Model, **about: object) -> None:
    _replace_new_file(instance, "avatar", make_safe_picture, **about)


def _replace_new_file(instance: Model, field: str, make_safe: Callable[[File], SafeFile], **about: Any) -> bool:
    """Replace a new file by its checked version; returns whether it did. Raises Refused.

    Wagtail also stores files before it saves the row (an upload whose title was invalid at first), so a name that the
    row did not have yet is a new file too.
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
