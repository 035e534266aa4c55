"""The demo's content in the database of the tests, without loading it again."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import override_settings

from stedennet.demo import loader
from tests import prepared
from tests.core.threads import on_file


@contextlib.contextmanager
def demo_content(folder: Path) -> Iterator[None]:
    """Use the database of a demo that was never served, copied to `folder`; elsewhere than on SQLite, load it."""
    if connection.vendor == "sqlite":
        prepared.copy_demo(folder)
        with _other_rows(), on_file(folder / "stedennet.sqlite3"):
            yield
        return
    with transaction.atomic(), override_settings(DEMO=True):
        loader.load_demo(lambda line: None)
        yield
        transaction.set_rollback(True)


@contextlib.contextmanager
def _other_rows() -> Iterator[None]:
    """What Django remembers of a row is of one database only."""
    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()
