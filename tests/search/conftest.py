"""An index of a few items without a database, and the index of a small network."""

import pytest

from stedennet.search import index_store
from stedennet.search.engine import IndexReader, IndexWriter
from stedennet.search.flows import index_updates
from stedennet.search.records import Record
from tests.network.conftest import eindhoven, lead, mobility, municipality, utrecht  # noqa: F401


def record_of(number, thing):
    """A record, or an initiative with only this title."""
    return thing if isinstance(thing, Record) else Record("initiative", str(number), str(number), thing)


def made(folder, records):
    """Build an index of these records."""
    writer = IndexWriter(folder, make=True)
    for record in records:
        writer.add(record)
    writer.commit()
    writer.close()
    return IndexReader(folder)


@pytest.fixture
def reader_of(tmp_path):
    """A function that builds an index of records, or of plain texts."""

    def make(*things):
        folder = tmp_path / f"reader-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        records = [record_of(number, thing) for number, thing in enumerate(things)]
        return made(folder, records)

    return make


@pytest.fixture
def index(db, monkeypatch):
    """The index of the database; calling it rebuilds the index."""
    monkeypatch.setattr(index_updates, "_not_before", 0.0)

    def make():
        index_updates.rebuild_index()
        return index_store.open_reader()

    make()
    return make
