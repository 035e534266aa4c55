"""A hub that accepts everything, and one that fails."""

import pytest

from stedennet.websub import hub
from tests.core.clock import set_by_hand
from tests.network.conftest import eindhoven, mobility  # noqa: F401

HUB = "https://hub.example.org/"


@pytest.fixture
def clock(monkeypatch):
    return set_by_hand(monkeypatch)


@pytest.fixture
def told(monkeypatch, settings):
    """The topics that the hub received, in order; it accepts everything."""
    settings.WEBSUB_HUB = HUB
    heard = []
    monkeypatch.setattr(hub, "publish_topic", lambda address, topic: heard.append(topic))
    return heard


@pytest.fixture
def deaf(monkeypatch, settings):
    """A hub that fails."""
    settings.WEBSUB_HUB = HUB

    def refuse(address, topic):
        raise hub.PublishFailed("HTTP 503")

    monkeypatch.setattr(hub, "publish_topic", refuse)
