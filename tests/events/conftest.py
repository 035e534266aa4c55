"""A webinar with few places, and people who register."""

from collections.abc import Callable

import pytest

from stedennet.events.models import Registration
from tests.builders.events import register
from tests.fixtures.events import event  # noqa: F401


@pytest.fixture
def come(event) -> Callable[[str], Registration]:  # noqa: F811
    return lambda name: register(event, f"{name}@example.org")
