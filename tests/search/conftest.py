"""An index of a few items without a database, and the index of a small network."""

import pytest

from tests.builders.search_indexes import made, record_of
from tests.fixtures.search import index  # noqa: F401


@pytest.fixture
def reader_of(tmp_path):
    """A function that builds an index of records, or of plain texts."""

    def make(*things):
        folder = tmp_path / f"reader-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        records = [record_of(number, thing) for number, thing in enumerate(things)]
        return made(folder, records)

    return make
