"""Followers and tallies are right in whatever order, and however often, messages arrive."""

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stedennet.core.access import SYSTEM
from stedennet.fediverse.flows import blocks, followers, replies, tallies
from stedennet.fediverse.models import Activity, Block, Delivery, Follower, Identity, Peer, Post, Tally
from stedennet.fediverse.rules.messages import Activity as Incoming
from tests.builders.fediverse import SITE

pytestmark = pytest.mark.django_db
PEOPLE, ACCOUNTS = ("ada", "eva", "jan"), ("netwerk", "smart-mobility")
STEP = st.tuples(
    st.sampled_from(["follow", "undo", "end", "block"]), st.sampled_from(PEOPLE), st.sampled_from(ACCOUNTS)
)
LIKE = st.tuples(st.sampled_from(["Like", "Announce", "undo Like", "undo Announce"]), st.sampled_from(PEOPLE))
slow = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def peer(name) -> Peer:
    actor = f"https://elders.example/users/{name}"
    fields = {"host": "elders.example", "key_id": f"{actor}#main-key", "public_pem": "x", "inbox": f"{actor}/inbox"}
    return Peer.objects.get_or_create(actor=actor, defaults={**fields, "fetched_at": timezone.now()})[0]


def activity(name, kind, about, number) -> Incoming:
    actor = f"https://elders.example/users/{name}"
    return Incoming(f"{actor}/doet/{number}", kind, actor, about)


@slow
@given(st.lists(STEP, max_size=12))
def test_followers_are_who_asked_last(on, steps):
    with transaction.atomic():
        point = transaction.savepoint()
        expected, asked = set(), 0
        for number, (what, name, account) in enumerate(steps):
            url = f"{SITE}/fediverse/accounts/{account}"
            if what == "follow":
                followers.add_follower(activity(name, "Follow", url, number), peer(name))
                expected.add((name, account))
                asked += 1
            elif what == "undo":
                followers.undo_activity(activity(name, "Undo", {"type": "Follow", "object": url}, number), peer(name))
                expected.discard((name, account))
            elif what == "end":
                sender = peer(name)
                replies.delete_reply_or_account(activity(name, "Delete", sender.actor, number), sender)
                expected -= {(name, other) for other in ACCOUNTS}
            else:
                row = blocks.save_block(Block(value=peer(name).actor, reason="x"), by=SYSTEM)
                blocks.remove_block(row, by=SYSTEM)
                expected -= {(name, other) for other in ACCOUNTS}
        rows = Follower.objects.values_list("actor", "identity__name")
        assert {(actor.rpartition("/")[2], account) for actor, account in rows} == expected
        assert Follower.objects.count() == len(expected)
        assert Activity.objects.filter(verb="Accept").count() == asked
        assert Delivery.objects.count() == asked
        transaction.savepoint_rollback(point)


@slow
@given(st.lists(LIKE, max_size=12))
def test_the_numbers_are_those_who_like_it_now(on, steps):
    with transaction.atomic():
        point = transaction.savepoint()
        post = Post.objects.create(kind="Note", subject_type="a", subject_id="b", published_at=timezone.now())
        url, expected = f"{SITE}/fediverse/berichten/{post.pk}", set()
        for number, (what, name) in enumerate(steps):
            undo, _space, kind = what.rpartition(" ")
            if undo:
                tallies.remove_tally(activity(name, "Undo", {"type": kind, "object": url}, number), peer(name))
                expected.discard((name, kind))
            else:
                tallies.add_tally(activity(name, kind, url, number), peer(name))
                expected.add((name, kind))
        for kind in ("Like", "Announce"):
            assert Tally.objects.filter(post=post, kind=kind).count() == sum(
                expected_kind == kind for _name, expected_kind in expected
            )
        transaction.savepoint_rollback(point)


def test_the_accounts_are_there(on):
    assert set(Identity.objects.values_list("name", flat=True)) == set(ACCOUNTS)
