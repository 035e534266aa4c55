"""What kind of file this is, by its content: only kinds of a short list, each under a name that cannot mislead. Pure.

A browser never opens what comes out of here: the site gives it as a download. This keeps programs, pages (HTML, SVG)
and documents with macros out; it is no virus scanner.
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from PIL import Image

from .errors import Refused

MOST_BYTES = 5_000_000
MOST_ENTRIES = 5_000
"""Parts in a document that is a zip file; no document of an office has more."""
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
"""The endings that are taken, each with its media type."""
ACCEPT = ",".join(f".{ending}" for ending in (*KINDS, "jpeg"))
"""For the `accept` of a field: what a browser offers first. Nothing depends on it."""
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia)\b")


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: a safe name, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes


def checked(name: str, data: bytes) -> Checked:
    """The file with a safe name. Raises Refused for what is too large, not on the list, or not what its name says."""
    if not data:
        raise Refused(_("“%(name)s” is leeg.") % {"name": safe_name(name)})
    if len(data) > MOST_BYTES:
        raise Refused(_("“%(name)s” is te groot: hooguit 5 MB.") % {"name": safe_name(name)})
    ending = ending_of(name)
    if ending not in KINDS:
        words = {"name": safe_name(name), "kinds": ", ".join(KINDS)}
        raise Refused(_("“%(name)s” kan niet mee. Dit mag wel: %(kinds)s.") % words)
    if kind_of(data) != ending:
        raise Refused(_("“%(name)s” is van binnen iets anders dan de naam zegt.") % {"name": safe_name(name)})
    return Checked(safe_name(name), KINDS[ending], data)


def ending_of(name: str) -> str:
    """The last ending of a name, in small letters; “jpeg” is “jpg”."""
    ending = PurePosixPath(_bare(name)).suffix[1:].lower()
    return "jpg" if ending == "jpeg" else ending


def kind_of(data: bytes) -> str:
    """The ending that belongs to the content; empty when it is nothing of the list, or has something active in it."""
    if data.startswith(b"%PDF-"):
        return "" if _ACTIVE.search(data) else "pdf"
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _picture(data)
    return _zipped(data) if data.startswith(b"PK\x03\x04") else ""


def safe_name(name: str) -> str:
    """A name without folders, without signs that turn text around, and with one ending: “a.exe.pdf” is “a-exe.pdf”."""
    path = PurePosixPath(_bare(name))
    stem = re.sub(r"[^\w ()+,-]+", "-", path.stem).strip(" -")[:80]
    return f"{stem or 'bestand'}{re.sub(r'[^.0-9A-Za-z]+', '', path.suffix)[:6].lower()}"


def _bare(name: str) -> str:
    visible = "".join(one for one in unicodedata.normalize("NFC", name) if unicodedata.category(one)[0] != "C")
    return re.split(r"[\\/]", visible)[-1].strip()


def _picture(data: bytes) -> str:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            kind = {"PNG": "png", "JPEG": "jpg"}[str(picture.format)]
            picture.verify()
    except (OSError, SyntaxError, ValueError, KeyError, Image.DecompressionBombError):
        return ""
    return kind


def _zipped(data: bytes) -> str:
    """A document of an office. Only names are read, and one part of at most a hundred bytes: nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            names = {one.filename for one in infos}
            if len(infos) > MOST_ENTRIES or any(_runs(one) for one in names):
                return ""
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    said = part.read(100).decode("ascii", "replace")
                return next((ending for ending in ("odt", "ods", "odp") if KINDS[ending] == said), "")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return ""
    return next((ending for ending, part in _PARTS.items() if {part, "[Content_Types].xml"} <= names), "")


def _runs(part: str) -> bool:
    """Whether this part of a document is a program: a macro, an ActiveX control, an embedded object."""
    low = part.lower()
    return (
        low.endswith(("vbaproject.bin", ".exe", ".js", ".vbs"))
        or low.startswith(("basic/", "scripts/"))
        or ("/activex/" in low or "/embeddings/" in low)
    )
