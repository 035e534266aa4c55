"""Inspects office documents (OOXML, OpenDocument): no programs, no external content, no zip bombs.

Sources: ECMA-376 part 2 (parts, content types, relationships), ODF 1.3 part 2 (packages, manifest, scripts). Sentences
contain %(name)s for the name of the file.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import IO

from django.utils.translation import gettext as _

from .errors import Refused
from .zipped_xml import Budget, get_attribute, read_xml

MAX_UNPACKED = 100_000_000
"""Bytes of an unpacked document."""
MAX_ENTRIES = 5_000
"""Parts in a document; no real document has more."""
_CHUNK = 65_536
_END = b"PK\x05\x06"
_END_LENGTH = 22
_PROGRAMS = (b"MZ", b"\x7fELF")
_OLE = b"\xd0\xcf\x11\xe0"
"""The first bytes of documents from before 2007, of embedded objects, and of macro stores."""
_MACRO_KINDS = {"vbaproject", "wordvbadata", "attachedtoolbars", "xlmacrosheet", "xlintlmacrosheet"}
_OBJECT_KINDS = {"oleobject", "package", "control", "activexcontrolbinary", "afchunk"}
_MACRO_TYPES = ("macroenabled", "vbaproject", "vbadata", "macrosheet")
_OBJECT_TYPES = ("oleobject", "activex")
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]+:|\\\\|//)", re.IGNORECASE)
_OWN_DISK = re.compile(r"(file:/{1,3})?[a-z](:|%3a|\|)[\\/]", re.IGNORECASE)
_SCRIPT = re.compile(r"\s*(vnd\.sun\.star\.script|macro|javascript|vbscript):", re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def inspect_office_file(data: bytes) -> None:
    """Raise Refused for a document with a macro, an embedded object, external content or a password, and for a zip
    bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _inspect_directory(archive, data)
            for info in archive.infolist():
                _inspect_bytes(archive, info)
            for info in archive.infolist():
                _inspect_markup(archive, info)
    except _BROKEN as error:
        raise _broken_error() from error


def _inspect_directory(archive: zipfile.ZipFile, data: bytes) -> None:
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise _zip_bomb_error()
    if any(info.flag_bits & 1 for info in infos):
        raise _password_error()
    if len({info.filename.lower() for info in infos}) < len(infos):
        raise _broken_error()  # With duplicate names, each program reads another part.
    if data.rfind(_END) + _END_LENGTH != len(data):
        raise Refused(_("“%(name)s” heeft iets achter het document staan. Bewaar het opnieuw."))
    for info in infos:
        _inspect_name(info.filename.lower())


def _inspect_name(part: str) -> None:
    if part.endswith(("vbaproject.bin", "vbadata.xml")) or part.startswith(("basic/", "scripts/", "dialogs/")):
        raise _macro_error()
    if part.endswith((".exe", ".dll", ".js", ".vbs", ".jar")) or "/activex/" in part or "/embeddings/" in part:
        raise _object_error()


def _inspect_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Unpack a part in chunks, which checks its checksum and the size that the directory states."""
    size = 0
    with archive.open(info) as part:
        while piece := part.read(_CHUNK):
            if not size and (piece.startswith((_OLE, *_PROGRAMS))):
                raise _object_error()
            size += len(piece)
            if size > info.file_size:
                raise _zip_bomb_error()


def _inspect_markup(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    name = info.filename.lower()
    reader: _Relations | _ContentTypes | _OpenDocument
    if name.endswith(".rels"):
        reader = _Relations()
    elif name == "[content_types].xml":
        reader = _ContentTypes()
    elif name.rpartition("/")[2] in ("content.xml", "styles.xml", "meta.xml", "settings.xml", "manifest.xml"):
        reader = _OpenDocument()
    else:
        return
    with archive.open(info) as part:
        _read_part(part, reader)


def _read_part(part: IO[bytes], reader: "_Finder") -> None:
    try:
        for _piece in read_xml(part, reader, Budget()):
            if reader.found:
                break
    except Refused:  # Its message is about spreadsheets.
        raise _broken_error() from None
    if reader.found:
        raise reader.found


class _Finder:
    """Receives the elements of a part and remembers the first problem."""

    def __init__(self) -> None:
        self.found: Refused | None = None

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self.found:
            self.found = self.look(name, attributes)

    def look(self, name: str, attributes: Mapping[str, str]) -> Refused | None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _ContentTypes(_Finder):
    """[Content_Types].xml states the type of each part, whatever its name."""

    def look(self, name: str, attributes: Mapping[str, str]) -> Refused | None:
        content_type = get_attribute(attributes, "ContentType").lower()
        if any(macro_type in content_type for macro_type in _MACRO_TYPES):
            return _macro_error()
        return _object_error() if any(object_type in content_type for object_type in _OBJECT_TYPES) else None


class _Relations(_Finder):
    """A .rels part lists what belongs to a document: links are followed on request, everything else automatically."""

    def look(self, name: str, attributes: Mapping[str, str]) -> Refused | None:
        kind = get_attribute(attributes, "Type").rpartition("/")[2].lower()
        target = get_attribute(attributes, "Target")
        if kind in _MACRO_KINDS:
            return _macro_error()
        if kind in _OBJECT_KINDS:
            return _object_error()
        if kind == "hyperlink":
            return _macro_error() if _SCRIPT.match(target) else None
        if kind == "attachedtemplate" and _OWN_DISK.match(target):
            return None  # Word writes the path of the author's own template; no reader's Word finds it.
        is_external = get_attribute(attributes, "TargetMode").lower() == "external" or _ELSEWHERE.match(target)
        return _external_link_error() if is_external else None


class _OpenDocument(_Finder):
    """In OpenDocument references are part of the text; `a` is a link that the reader chooses to follow."""

    def look(self, name: str, attributes: Mapping[str, str]) -> Refused | None:
        if name == "encryption-data":
            return _password_error()
        target = get_attribute(attributes, "href")
        if _SCRIPT.match(target) or (name == "script" and attributes):
            return _macro_error()
        if name == "a" or not _ELSEWHERE.match(target) or (name == "template" and _OWN_DISK.match(target)):
            return None
        return _external_link_error()


def _macro_error() -> Refused:
    return Refused(_("“%(name)s” heeft macro's in zich. Bewaar het document zonder macro's."))


def _object_error() -> Refused:
    return Refused(_("“%(name)s” heeft een ander bestand of programma in zich. Haal dat eruit."))


def _external_link_error() -> Refused:
    return Refused(_("“%(name)s” haalt bij het openen iets op van een andere plek. Verbreek die koppeling."))


def _password_error() -> Refused:
    return Refused(_("“%(name)s” heeft een wachtwoord. Bewaar het zonder wachtwoord."))


def _zip_bomb_error() -> Refused:
    return Refused(_("“%(name)s” wordt bij het uitpakken te groot."))


def _broken_error() -> Refused:
    return Refused(_("“%(name)s” is beschadigd. Bewaar het opnieuw en probeer het nog eens."))
