"""What the tests of the worker share: an empty list of chores, and a clock."""

import pytest

from stedennet.core import periodic_jobs


@pytest.fixture(autouse=True)
def _no_chores(monkeypatch):
    monkeypatch.setattr(periodic_jobs, "_jobs", {})
