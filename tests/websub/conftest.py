"""A hub that accepts everything, and one that fails."""

import pytest

from stedennet.websub import hub
from tests.builders.hubs import HUB


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
