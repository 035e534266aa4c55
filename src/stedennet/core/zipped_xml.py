"""Spreadsheet files as zipped XML: sizes are checked before unpacking, and parts are read in chunks within a budget.

A file of 78 kB can unpack to gigabytes, or hold a million cells. So the sizes stated in the zip are added up first
(Python's zipfile never returns more bytes than stated), and everything is counted while it is read.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Protocol
from xml.parsers import expat

from django.utils.translation import gettext as _

from .errors import Refused

MOST_ROWS = 20_000
MOST_COLUMNS = 500
MOST_CELLS = 600_000
MOST_ELEMENTS = 2_500_000
"""XML elements: a cell has two or three."""
MOST_CHARACTERS = 30_000_000
"""In all cells together: many cells can refer to one long text."""
LONGEST_CELL = 32_767
"""Characters that Excel keeps in a cell."""
MOST_UNPACKED = 60_000_000
"""Bytes of an unpacked file."""
MOST_PARTS = 2_000
_CHUNK = 65_536
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass
class Budget:
    """The cost of reading a file so far. Each `spend_…` raises Refused when the limit is exceeded."""

    rows: int = 0
    cells: int = 0
    elements: int = 0
    characters: int = 0

    def spend_row(self) -> None:
        """Count a non-empty row."""
        self.rows += 1
        if self.rows > MOST_ROWS + 100:  # Titles above the header are rows too.
            raise Refused(_("Dit bestand heeft meer dan %(n)s rijen.") % {"n": MOST_ROWS})

    def spend_cell(self, column: int, text: str = "") -> None:
        """Count a cell in a column (from 0), even an empty one that only has formatting."""
        self.cells += 1
        self.characters += len(text)
        if self.cells > MOST_CELLS or column >= MOST_COLUMNS or self.characters > MOST_CHARACTERS:
            raise too_large_error()
        if len(text) > LONGEST_CELL:
            raise Refused(_("In dit bestand staat een cel met te veel tekst."))

    def spend_element(self) -> None:
        """Count an XML element."""
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise too_large_error()


def too_large_error() -> Refused:
    """The refusal of a file that exceeds the budget."""
    return Refused(_("Dit bestand is te groot. Verwijder lege rijen en kolommen met opmaak, of deel het op."))


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The parts of the file, not yet unpacked. Raises Refused when it is too large, and BadZipFile if it is not
    a zip."""
    parts = zipfile.ZipFile(io.BytesIO(data))
    infos = parts.infolist()
    if len(infos) > MOST_PARTS or sum_unpacked_size(parts) > MOST_UNPACKED:
        raise too_large_error()
    if any(info.flag_bits & 1 for info in infos):
        raise Refused(_("Dit bestand heeft een wachtwoord. Bewaar het zonder wachtwoord."))
    if any(info.compress_type not in _METHODS for info in infos):
        raise unreadable_error()
    return parts


def sum_unpacked_size(parts: zipfile.ZipFile) -> int:
    """The number of bytes of all unpacked parts together."""
    return sum(info.file_size for info in parts.infolist())


def unreadable_error() -> Refused:
    """The refusal of a file that is broken or of another kind."""
    return Refused(_("Dit is geen Excel-bestand dat wij kunnen lezen."))


class XmlReader(Protocol):
    """Receives XML elements as they are parsed; names have no prefix."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Called at the start of an element."""

    def end(self, name: str) -> None:
        """Called at the end of an element."""

    def text(self, text: str) -> None:
        """Called with text inside the element that began last."""


def read_xml(source: IO[bytes], reader: XmlReader, budget: Budget) -> Iterator[None]:
    """Pass the XML to `reader`, a chunk at a time; yields after each chunk. Raises Refused.

    A document type is refused: no spreadsheet has one, and expanding entities are declared there.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def begin(name: str, attributes: dict[str, str]) -> None:
        budget.spend_element()
        reader.begin(name.rpartition(":")[2], attributes)

    def refuse(*_about: object) -> None:
        raise unreadable_error()

    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda name: reader.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = refuse
    try:
        while piece := source.read(_CHUNK):
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise unreadable_error() from error
    yield


def get_attribute(attributes: Mapping[str, str], name: str) -> str:
    """The attribute with this name, whatever its prefix; empty if it is missing."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.endswith(f":{name}")), "")
