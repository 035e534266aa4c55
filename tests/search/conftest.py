"""An index of a few things that need no database, and the index of a small network."""

import pytest

from stedennet.search import shelves
from stedennet.search.engine import Shelf, Writer
from stedennet.search.flows import indexing
from stedennet.search.records import Record
from tests.network.conftest import eindhoven, lead, mobility, municipality, utrecht  # noqa: F401


def record_of(number, thing):
    """A record, or an initiative of which only the title is known."""
    return thing if isinstance(thing, Record) else Record("initiative", str(number), str(number), thing)


def made(folder, records):
    """An index of these records."""
    writer = Writer(folder, make=True)
    for record in records:
        writer.add(record)
    writer.commit()
    writer.close()
    return Shelf(folder)


@pytest.fixture
def shelf_of(tmp_path):
    """Makes an index of records, or of plain texts."""

    def make(*things):
        folder = tmp_path / f"shelf-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        records = [record_of(number, thing) for number, thing in enumerate(things)]
        return made(folder, records)

    return make


@pytest.fixture
def index(db, monkeypatch):
    """The index of what is in the database; made anew by calling it."""
    monkeypatch.setattr(indexing, "_not_before", 0.0)

    def make():
        indexing.rebuild()
        return shelves.reader()

    make()
    return make
