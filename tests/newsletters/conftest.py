"""Shared by the tests of newsletters: an editor, news in the log, and subscribers."""

from tests.fixtures.newsletters import editor  # noqa: F401
