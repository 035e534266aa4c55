"""Search indexes of a few records."""

from stedennet.search.engine import IndexReader, IndexWriter
from stedennet.search.records import Record


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
