"""Shared by the tests of intake: a submission kind, a clock, a moderator, and the link in a mail."""

from types import SimpleNamespace

import pytest

from tests.fixtures.intake import moderator, notes  # noqa: F401


@pytest.fixture
def nobody():
    return SimpleNamespace(is_authenticated=False, is_active=False, pk=None)
