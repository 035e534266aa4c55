"""The fediverse switched on, and an internet in memory: remote accounts, our requests and our deliveries."""

import pytest

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from tests.builders.fediverse import Person
from tests.fixtures.fediverse import article, internet, on, post, theme  # noqa: F401


@pytest.fixture
def moderator(db):
    return create_person(email="m@example.org", name="M", password=None, by=SYSTEM, is_moderator=True)


@pytest.fixture
def ada(internet) -> Person:  # noqa: F811
    return Person(internet)
