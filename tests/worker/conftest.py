"""What the tests of the worker share: an empty list of chores, and a clock."""

import pytest

from stedennet.core import chores
from tests.core.clock import set_by_hand
from tests.core.threads import committing  # noqa: F401


@pytest.fixture(autouse=True)
def _no_chores(monkeypatch):
    monkeypatch.setattr(chores, "_chores", {})


@pytest.fixture
def clock(monkeypatch):
    return set_by_hand(monkeypatch)
