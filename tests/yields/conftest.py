"""Somebody who edits."""

from tests.fixtures.initiatives import editor  # noqa: F401
