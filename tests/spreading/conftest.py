"""A clock that the tests hold, and a city."""

import pytest

from tests.core.clock import set_by_hand
from tests.network.conftest import eindhoven  # noqa: F401


@pytest.fixture
def clock(monkeypatch):
    return set_by_hand(monkeypatch)
