"""A spreadsheet file that is a zip with XML: looked at before it is unpacked, and read in pieces within a budget.

A file of 78 kB can unpack to gigabytes, or hold a million cells. So the sizes that the zip itself names are added up
first (Python's zipfile gives no byte more than those), and everything that is read is counted while it is read.
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
"""Elements of XML: a cell has two or three."""
MOST_CHARACTERS = 30_000_000
"""Of all cells together: one long text can be named by many cells."""
LONGEST_CELL = 32_767
"""Characters that Excel keeps in a cell."""
MOST_UNPACKED = 60_000_000
"""Bytes that a file may become when it is unpacked."""
MOST_PARTS = 2_000
_CHUNK = 65_536
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass
class Budget:
    """What reading a file has cost so far. Each `spend_…` raises Refused when that becomes too much."""

    rows: int = 0
    cells: int = 0
    elements: int = 0
    characters: int = 0

    def spend_row(self) -> None:
        """A row with something in it."""
        self.rows += 1
        if self.rows > MOST_ROWS + 100:  # Titles above the head are rows as well.
            raise Refused(_("Dit bestand heeft meer dan %(n)s rijen.") % {"n": MOST_ROWS})

    def spend_cell(self, column: int, text: str = "") -> None:
        """A cell in a column (from 0), also an empty one that only has a colour."""
        self.cells += 1
        self.characters += len(text)
        if self.cells > MOST_CELLS or column >= MOST_COLUMNS or self.characters > MOST_CHARACTERS:
            raise too_large_error()
        if len(text) > LONGEST_CELL:
            raise Refused(_("In dit bestand staat een cel met te veel tekst."))

    def spend_element(self) -> None:
        """An element of XML."""
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise too_large_error()


def too_large_error() -> Refused:
    """The answer to a file that asks too much."""
    return Refused(_("Dit bestand is te groot. Verwijder lege rijen en kolommen met opmaak, of deel het op."))


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The parts of the file, none unpacked yet. Raises Refused for too much, and BadZipFile for no zip."""
    parts = zipfile.ZipFile(io.BytesIO(data))
    infos = parts.infolist()
    if len(infos) > MOST_PARTS or sum_unpacked_size(parts) > MOST_UNPACKED:
        raise too_large_error()
    if any(one.flag_bits & 1 for one in infos):
        raise Refused(_("Dit bestand heeft een wachtwoord. Bewaar het zonder wachtwoord."))
    if any(one.compress_type not in _METHODS for one in infos):
        raise unreadable_error()
    return parts


def sum_unpacked_size(parts: zipfile.ZipFile) -> int:
    """Bytes that all parts together become."""
    return sum(one.file_size for one in parts.infolist())


def unreadable_error() -> Refused:
    """The answer to a file that is broken, or something else than it seems."""
    return Refused(_("Dit is geen Excel-bestand dat wij kunnen lezen."))


class XmlReader(Protocol):
    """Something that hears of the elements of XML as they come; names have no prefix."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text within the element that began last."""


def read_xml(source: IO[bytes], reader: XmlReader, budget: Budget) -> Iterator[None]:
    """Give the XML to `reader`, a piece at a time; yields after each piece. Raises Refused.

    A document type is refused: no spreadsheet has one, and entities that unfold are declared there.
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
    """The attribute with this name, whatever its prefix; empty when it is not there."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.endswith(f":{name}")), "")
