"""Likes and shares are counted for each post, without names."""

import pytest

from stedennet.core.clock import now
from stedennet.fediverse.flows import tallies
from stedennet.fediverse.models import Peer, Tally
from stedennet.fediverse.rules.messages import Activity
from tests.builders.fediverse import SITE

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(on):
    actor = "https://elders.example/users/ada"
    return Peer.objects.create(
        actor=actor, host="elders.example", key_id=f"{actor}#key", inbox=f"{actor}/inbox", fetched_at=now()
    )


def activity(peer, kind, about, number=1):
    return Activity(f"{peer.actor}/doet/{number}", kind, peer.actor, about)


def url_of(post):
    return f"{SITE}/fediverse/berichten/{post.pk}"


def test_who_likes_twice_counts_once_and_is_not_named(ada, post):
    assert tallies.add_tally(activity(ada, "Like", url_of(post)), ada)
    assert not tallies.add_tally(activity(ada, "Like", url_of(post), 2), ada)
    assert Tally.objects.get().who not in (ada.actor, ada.handle)
    assert len(Tally.objects.get().who) == 64


def test_a_like_and_a_share_are_two(ada, post):
    tallies.add_tally(activity(ada, "Like", url_of(post)), ada)
    tallies.add_tally(activity(ada, "Announce", url_of(post), 2), ada)
    assert Tally.objects.filter(post=post).count() == 2


def test_who_takes_a_like_back_counts_no_more_also_by_its_address_alone(ada, post):
    like = activity(ada, "Like", url_of(post))
    for taken_back in ({"type": "Like", "object": url_of(post), "actor": ada.actor}, like.id):
        tallies.add_tally(like, ada)
        assert tallies.remove_tally(activity(ada, "Undo", taken_back, 2), ada)
        assert not Tally.objects.exists()


def test_nobody_takes_back_the_like_of_somebody_else(ada, post):
    like = activity(ada, "Like", url_of(post))
    tallies.add_tally(like, ada)
    other = Peer(actor="https://elders.example/users/bo", host="elders.example")
    assert not tallies.remove_tally(activity(other, "Undo", like.id), other)
    assert Tally.objects.count() == 1


def test_what_is_not_ours_is_not_counted(ada, post):
    assert not tallies.add_tally(activity(ada, "Like", "https://elders.example/nota/1"), ada)
    assert not Tally.objects.exists()
