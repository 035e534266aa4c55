"""The log is followed for feeds that changed; each waits to be announced once."""

import pytest

from stedennet.changes.flows import announce_change
from stedennet.websub.flows import topics
from stedennet.websub.models import Announcement
from tests.builders.hubs import HUB

pytestmark = pytest.mark.django_db
FEED = "http://localhost:8000/organisaties/feed.atom"


def test_a_change_lets_its_feeds_wait_with_what_changed(settings, eindhoven):
    settings.WEBSUB_HUB = HUB
    assert topics.follow_log() >= 1
    assert Announcement.objects.get(topic=FEED).subjects == [["network.organisation", str(eindhoven.pk)]]


def test_a_second_change_waits_in_the_same_row(settings, eindhoven):
    settings.WEBSUB_HUB = HUB
    topics.follow_log()
    announce_change(eindhoven, "changed", title="Eindhoven")
    assert topics.follow_log() == 1
    assert Announcement.objects.filter(topic=FEED).count() == 1


def test_without_a_hub_the_log_is_passed_by_for_good(settings, eindhoven):
    settings.WEBSUB_HUB = ""
    assert topics.follow_log() >= 1
    settings.WEBSUB_HUB = HUB
    assert topics.follow_log() == 0
    assert not Announcement.objects.exists()
