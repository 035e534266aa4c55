"""What the tests of the worker share: an empty list of chores, and a clock."""

import pytest

from stedennet.core import periodic_jobs
from tests.core.clock import set_by_hand
from tests.core.threads import committing  # noqa: F401


@pytest.fixture(autouse=True)
def _no_chores(monkeypatch):
    monkeypatch.setattr(periodic_jobs, "_jobs", {})


@pytest.fixture
def clock(monkeypatch):
    return set_by_hand(monkeypatch)
