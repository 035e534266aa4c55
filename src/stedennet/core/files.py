"""The only way in for uploaded files: a short list of kinds, detected by content, each under a safe name.

A browser never opens them: the site serves them as downloads. Programs, pages (HTML, SVG) and documents with active
content are kept out (`office_files`, `pdf_files`), pictures are re-encoded (`pictures`), and ClamAV scans the rest if
configured (`virus_scanner`).
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from .errors import Refused
from .office_files import MAX_ENTRIES, inspect_office_file
from .pdf_files import inspect_pdf
from .pictures import MEDIA_TYPES, detect_picture_kind, redraw_picture
from .virus_scanner import scan_file

MOST_BYTES = 5_000_000
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
    "odt": _OPEN + "text",
    "ods": _OPEN + "spreadsheet",
    "odp": _OPEN + "presentation",
}
"""The accepted extensions, with their media types."""
TEXT_KINDS = {"csv": "text/csv", "txt": "text/plain"}
DOCUMENT_KINDS = KINDS | TEXT_KINDS
"""The extensions that editors may publish as a document."""
PICTURE_KINDS = {ending: kind for ending, kind in MEDIA_TYPES.items() if ending != "jpeg"}
"""The extensions of pictures on pages."""
ACCEPT = ",".join(f".{ending}" for ending in (*KINDS, "jpeg"))
"""For the `accept` attribute of a field: what a browser offers first. No check depends on it."""
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_MARKUP = re.compile(rb"<\s*(!doctype|\?xml|html|head|body|script|svg|iframe|object|embed|meta|img)\b", re.IGNORECASE)
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be stored: a safe name, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes


def check_file(
    name: str, data: bytes, *, kinds: Mapping[str, str] = KINDS, most_bytes: int = MOST_BYTES
) -> CheckedFile:
    """The file with a safe name; pictures are re-encoded.

    Raises Refused for a file that is too large, not of these kinds, of another kind than its name says, or unsafe.
    """
    words = {"name": make_safe_name(name), "kinds": ", ".join(kinds), "n": most_bytes // 1_000_000}
    try:
        return _check_file(name, data, kinds, most_bytes)
    except Refused as refused:
        raise Refused(refused.message % words) from refused


def _check_file(name: str, data: bytes, kinds: Mapping[str, str], most_bytes: int) -> CheckedFile:
    if not data:
        raise Refused(_("“%(name)s” is leeg."))
    if len(data) > most_bytes:
        raise Refused(_("“%(name)s” is te groot: hooguit %(n)s MB."))
    ending = ending_of(name)
    if ending not in kinds:
        raise Refused(_("“%(name)s” kan niet mee. Dit mag wel: %(kinds)s."))
    if not _is_text(data) if ending in TEXT_KINDS else detect_kind(data) != ending:
        raise Refused(_("“%(name)s” is van binnen iets anders dan de naam zegt."))
    scan_file(data)
    return CheckedFile(make_safe_name(name), kinds[ending], _make_safe(ending, data))


def _make_safe(ending: str, data: bytes) -> bytes:
    """The bytes to store. Raises Refused."""
    if ending in PICTURE_KINDS:
        return redraw_picture(data)
    if ending == "pdf":
        inspect_pdf(data)
    elif ending not in TEXT_KINDS:
        inspect_office_file(data)
    return data


def ending_of(name: str) -> str:
    """The last extension of a name, in lower case; “jpeg” becomes “jpg”."""
    ending = PurePosixPath(_strip_path(name)).suffix[1:].lower()
    return "jpg" if ending == "jpeg" else ending


def detect_kind(data: bytes) -> str:
    """The extension that fits the content; empty if it is of none of the kinds.

    Raises Refused for a picture with too many pixels.
    """
    if data.startswith(b"%PDF-"):
        return "pdf"
    return _detect_zipped_kind(data) if data.startswith(b"PK\x03\x04") else detect_picture_kind(data)


def make_safe_name(name: str) -> str:
    """The name without folders, without characters that reverse text, and with one extension: “a.exe.pdf” becomes
    “a-exe.pdf”."""
    path = PurePosixPath(_strip_path(name))
    stem = re.sub(r"[^\w ()+,-]+", "-", path.stem).strip(" -")[:80]
    return f"{stem or 'bestand'}{re.sub(r'[^.0-9A-Za-z]+', '', path.suffix)[:6].lower()}"


def _strip_path(name: str) -> str:
    visible = "".join(
        character for character in unicodedata.normalize("NFC", name) if unicodedata.category(character)[0] != "C"
    )
    return re.split(r"[\\/]", visible)[-1].strip()


def _is_text(data: bytes) -> bool:
    """Whether it is text that no browser takes for a page and no other program for its own format."""
    return not (_NOT_TEXT.search(data) or _MARKUP.search(data) or data.startswith((b"#!", b"%PDF")))


def _detect_zipped_kind(data: bytes) -> str:
    """The extension of an office document. Reads only names and one part of at most 100 bytes; unpacks nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            if len(infos) > MAX_ENTRIES:
                return ""
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    media_type = part.read(100).decode("ascii", "replace")
                return next((ending for ending in ("odt", "ods", "odp") if KINDS[ending] == media_type), "")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return ""
    return next((ending for ending, part in _PARTS.items() if {part, "[Content_Types].xml"} <= names), "")
