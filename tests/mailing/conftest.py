"""Shared by the tests of mailings: letters, addressees, a clock, and a mail server in memory."""

import pytest

from stedennet.core.access import SYSTEM
from stedennet.mailing.flows.deliveries import Worker
from tests.builders.mailings import Postbox


@pytest.fixture
def box() -> Postbox:
    return Postbox()


@pytest.fixture
def worker() -> Worker:
    return Worker()


@pytest.fixture
def editor():
    return SYSTEM
