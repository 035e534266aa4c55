"""One column of a file that is imported: its name, how its cells are read, parsed and written, which fields it fills.

The importers of initiatives, of the agenda and of the register declare their columns with it. No ORM.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from .cell_values import CellReader, read_plain_text
from .errors import Refused
from .import_plans import split_cell
from .workbooks import format_cell

Cells = Mapping[str, str]
Facts = dict[str, Any]
"""Values by the name of their field."""


class Index(Protocol):
    """Looks up what a cell refers to by name. `key` raises ValueError with a message for the user."""

    def key(self, word: str) -> object:
        """The key of the record with this name."""

    @property
    def word(self) -> Callable[..., str]:
        """Gives the name to write for a key."""


Indexes = Mapping[Any, Index]
"""The indexes by the name that columns use for them."""


@dataclass(frozen=True)
class Column:
    """A column and the `fields` that it fills; without fields it only identifies the row.

    `read` turns a spreadsheet's cell into text, `parse` turns text into the field's value (one value for each field if
    there are several) and raises ValueError with a message. `write` gives the text back from the fields' values; a
    column whose text is not in a field of the record has `get`. The cell of a column with an `index` holds a name, or
    with `many` several with semicolons between them.
    """

    name: str
    fields: tuple[str, ...] = ()
    read: CellReader = read_plain_text
    parse: Callable[[str], Any] = str
    write: Callable[..., str] = format_cell
    get: Callable[[Any], str] | None = None
    index: Hashable = None
    many: bool = False
    required: bool = False

    def parse_cell(self, cell: str, indexes: Indexes) -> Facts:
        """The fields with their values. Raises ValueError with a message for the user."""
        value: Any = self._look_up(cell, indexes[self.index]) if self.index else self.parse(cell)
        return (
            dict(zip(self.fields, value, strict=True)) if len(self.fields) > 1 else dict.fromkeys(self.fields, value)
        )

    def _look_up(self, cell: str, index: Index) -> object:
        if self.many:
            return [index.key(word) for word in split_cell(cell)]
        word = self.parse(cell)
        return index.key(word) if word else None

    def write_cell(self, record: object, indexes: Indexes) -> str:
        """The record's text in this column."""
        if self.get:
            return self.get(record)
        values = [getattr(record, field) for field in self.fields]
        if not self.index:
            return self.write(*values)
        if self.many:
            return "; ".join(sorted(indexes[self.index].word(row.pk) for row in values[0].all()))
        return indexes[self.index].word(values[0])


def parse_cells(columns: Iterable[Column], cells: Cells, indexes: Indexes) -> Facts:
    """The fields that a row fills; columns that the file lacks leave theirs out. Raises ValueError with a message."""
    facts: Facts = {}
    for column in columns:
        if column.name in cells:
            facts |= column.parse_cell(cells[column.name], indexes)
    return facts


def write_cells(columns: Iterable[Column], record: object, indexes: Indexes) -> dict[str, str]:
    """The record as a row: the text of each column that has fields, or a text of its own."""
    return {
        column.name: column.write_cell(record, indexes)
        for column in columns
        if column.fields or column.get is not None
    }


def list_names(columns: Iterable[Column]) -> tuple[str, ...]:
    """The head of the file."""
    return tuple(column.name for column in columns)


def map_readers(columns: Iterable[Column]) -> dict[str, CellReader]:
    """How each column is read, for `read_table`."""
    return {column.name: column.read for column in columns}


def list_missing(columns: Iterable[Column], names: Collection[str]) -> list[str]:
    """The required columns that a file with these `names` lacks."""
    return [column.name for column in columns if column.required and column.name not in names]


def check_required(columns: Iterable[Column], names: Collection[str]) -> None:
    """Raise Refused for a file that lacks a required column."""
    for name in list_missing(columns, names):
        raise Refused(_("Dit bestand heeft geen kolom “%(name)s”.") % {"name": name})
