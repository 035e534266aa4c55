"""Rows that are deleted after a while."""

import pytest

from stedennet.fediverse.flows import posts, retention
from stedennet.fediverse.models import Activity, Delivery, Follower, Host, Peer, Seen
from tests.builders.fediverse import deliver, follow

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(client, ada, article, clock) -> Delivery:
    """The post, queued for a follower's server."""
    follow(client, ada)
    posts.follow_log()
    clock.moment = max(clock.moment, Activity.objects.latest("at").at)
    Delivery.objects.exclude(activity__verb="Create").delete()
    Delivery.objects.update(not_before=clock.moment)
    return Delivery.objects.get()


def test_what_is_old_is_forgotten(client, waiting, ada, clock):
    deliver()
    clock.later(days=31)
    retention.delete_expired_rows()
    assert not Seen.objects.exists()
    assert not Delivery.objects.exists()
    assert Follower.objects.exists()
    assert Peer.objects.exists(), "the key of a follower proves that the account ends"
    Follower.objects.all().delete()
    retention.delete_expired_rows()
    assert not Peer.objects.exists()


def test_followers_on_a_server_long_gone_are_forgotten(client, ada, on, clock):
    follow(client, ada)
    Host.objects.create(name=ada.host, failing_since=clock.moment, dead_at=clock.moment)
    clock.later(days=29)
    retention.delete_expired_rows()
    assert Follower.objects.exists()
    clock.later(days=2)
    retention.delete_expired_rows()
    assert not Follower.objects.exists()
