"""Incoming messages: only those that are verified, new and about us have an effect."""

import json

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from stedennet.fediverse.flows import posts
from stedennet.fediverse.models import Activity, Delivery, Follower, Host, Peer, Post, Tally
from stedennet.fediverse.rules import messages
from stedennet.fediverse.signatures import sign_post
from tests.builders.articles import make_article
from tests.builders.fediverse import KEYS, SITE, Person, follow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]
NETWORK = f"{SITE}/fediverse/accounts/netwerk"
THEME = f"{SITE}/fediverse/accounts/smart-mobility"
INBOX = "/fediverse/postvak"


def test_who_follows_is_stored_and_told(client, ada):
    asked = follow(client, ada, "smart-mobility")
    follower = Follower.objects.get()
    assert (follower.identity.name, follower.actor, follower.host) == ("smart-mobility", ada.actor, "elders.example")
    accept = Activity.objects.get(verb="Accept")
    assert accept.document["object"] == {"id": asked["id"], "type": "Follow", "actor": ada.actor, "object": THEME}
    assert list(Delivery.objects.values_list("activity", "inbox")) == [(accept.pk, ada.inbox)]


def test_an_own_inbox_does_the_same(client, ada):
    activity = ada.activity("Follow", THEME)
    path = "/fediverse/accounts/smart-mobility/postvak"
    assert ada.sends(client, activity, path=path).status_code == 202
    assert Follower.objects.count() == 1
    assert client.post("/fediverse/accounts/niemand/postvak", {}, "application/json").status_code == 404


def test_following_twice_is_following_once(client, ada):
    follow(client, ada)
    follow(client, ada)
    assert Follower.objects.count() == 1
    assert Activity.objects.filter(verb="Accept").count() == 2, "each asks for an answer"


def test_rfc_9421_is_understood(client, ada):
    body = json.dumps(ada.activity("Follow", NETWORK)).encode()
    made = sign_post("rfc9421", f"{SITE}{INBOX}", body, key_id=ada.key_id, private_pem=ada.private)
    headers = {name: made[name] for name in ("signature", "signature-input", "content-digest")}
    assert ada.sends(client, body, headers=headers).status_code == 202
    assert Follower.objects.count() == 1


@pytest.mark.parametrize("by", ["whole", "address"])
def test_who_stops_is_gone(client, ada, by):
    asked = follow(client, ada)
    follow(client, ada, "smart-mobility")
    ada.sends(client, ada.activity("Undo", asked if by == "whole" else asked["id"]))
    assert [follower.identity.name for follower in Follower.objects.all()] == ["smart-mobility"]


def test_nobody_stops_for_another(client, ada, internet):
    asked, eva = follow(client, ada), Person(internet, "eva")
    for what in (asked, asked["id"], {**asked, "actor": eva.actor}):
        eva.sends(client, eva.activity("Undo", what))
    assert Follower.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"[]", b"null", b'"x"', b"1" * 5000, b"[" * 100_000, b"\xff", b'{"type": "Follow"}',
        b'{"type": ["Follow", "Like"], "actor": "https://a.example/a", "id": "https://a.example/1"}',
        b'{"type": "Follow", "actor": "https://a.example/a"}',
        b'{"type": "Follow", "actor": "a", "id": "https://a.example/1"}',
        b'{"type": "Follow", "actor": {"id": 5}, "id": "https://a.example/1"}',
        b'{"type": "Follow", "actor": "https://a.example/a", "id": "javascript:x"}',
    ],
)  # fmt: skip
def test_what_is_no_activity_is_answered_with_words(client, body):
    response = client.post(INBOX, body, content_type="application/activity+json")
    assert response.status_code == 400
    assert response.content.decode().strip()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda of: (
            st.lists(of)
            | st.dictionaries(
                st.sampled_from(
                    ["type", "actor", "id", "object", "to", "cc", "content", "inReplyTo", "contentMap", "name"]
                ),
                of,
            )
        ),
    )
)
def test_any_json_is_read_or_refused(data):  # fmt: skip
    try:
        activity = messages.parse_activity(json.dumps(data).encode())
    except messages.Malformed:
        return
    assert isinstance(activity.object_id, str)


ODD = st.none() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=5), max_size=2)


@given(
    st.sampled_from(["Create", "Update", "Delete", "Like", "Announce", "Undo", "Follow", "Move"]),
    st.dictionaries(
        st.sampled_from(["type", "id", "actor", "object", "attributedTo", "content", "inReplyTo", "to", "contentMap"]),
        ODD | st.dictionaries(st.sampled_from(["id", "nl"]), ODD, max_size=2) | st.sampled_from(["Note", NETWORK]),
    ),
)
def test_any_object_is_handled_without_a_fault(kind, thing):  # fmt: skip
    activity = messages.Activity("https://a.example/1", kind, "https://a.example/a", thing)
    assert activity.object_id == messages.id_of(thing)
    assert messages.is_own(activity) in (True, False)
    assert messages.is_public(activity.about) in (True, False)
    assert all(isinstance(part, str) for part in messages.text_of(activity.about))


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_an_inbox_only_takes(client, method):
    assert getattr(client, method)(INBOX).status_code == 405


def test_only_json_is_taken(client):
    assert client.post(INBOX, {"a": "b"}).status_code == 415


def test_a_message_has_a_limit(client, ada, monkeypatch):
    body = json.dumps(ada.activity("Follow", NETWORK, pad="x" * messages.MAX_BYTES)).encode()
    assert client.post(INBOX, body, content_type="application/activity+json").status_code == 413


def test_who_sends_too_fast_is_asked_to_wait(client, ada, monkeypatch):
    monkeypatch.setattr("stedennet.site.views.fediverse.MOST_A_MINUTE", 2)
    statuses = [client.post(INBOX, b"{", content_type="application/json").status_code for _ in range(3)]
    assert statuses == [400, 400, 429]
    cache.clear()


def test_an_account_that_is_gone_follows_no_more(client, ada):
    follow(client, ada)
    ada.vanish()
    assert ada.sends(client, ada.activity("Delete", ada.actor)).status_code == 202
    assert not Follower.objects.exists()
    assert not Peer.objects.exists()


def test_nobody_ends_the_account_of_another(client, ada, internet):
    follow(client, ada)
    eva = Person(internet, "eva", keys=KEYS[0])
    assert eva.sends(client, eva.activity("Delete", ada.actor)).status_code == 202
    forged = {**ada.activity("Delete", ada.actor)}
    assert eva.sends(client, forged).status_code == 401
    assert Follower.objects.count() == 1


def test_a_stranger_that_is_gone_costs_no_question(client, ada, internet):
    ada.vanish()
    assert ada.sends(client, ada.activity("Delete", ada.actor), headers={}).status_code == 202
    assert internet.asked == []


def test_an_account_that_does_not_answer_proves_nothing(client, ada):
    ada.vanish()
    assert ada.sends(client, ada.activity("Follow", NETWORK)).status_code == 401


@pytest.mark.parametrize("kind", ["Move", "Flag", "Block", "Add", "Accept", "Question", "x" * 1000])
def test_what_we_do_not_know_is_taken_and_does_nothing(client, ada, kind):
    assert ada.sends(client, ada.activity(kind, NETWORK)).status_code == 202
    assert not Follower.objects.exists()


@pytest.mark.parametrize(
    "about", [None, 5, "", "https://stad.example/nergens", SITE, f"{SITE}/fediverse/berichten/" + "9" * 40]
)
@pytest.mark.parametrize("kind", ["Follow", "Like", "Announce", "Undo", "Create", "Update", "Delete"])
def test_what_is_not_about_us_does_nothing(client, ada, kind, about):
    assert ada.sends(client, ada.activity(kind, about)).status_code == 202
    assert not Follower.objects.exists()


def test_likes_and_shares_are_numbers_and_name_nobody(client, ada, internet, post):
    url, eva = post.document["id"], Person(internet, "eva", keys=KEYS[0])
    for person in (ada, ada, eva):
        person.sends(client, person.activity("Like", url))
    ada.sends(client, ada.activity("Announce", url))
    assert Tally.objects.filter(kind="Like").count() == 2
    assert Tally.objects.filter(kind="Announce").count() == 1
    assert not [who for who in Tally.objects.values_list("who", flat=True) if "ada" in who or len(who) != 64]


def test_who_likes_two_things_cannot_be_told_to_be_one(client, ada, post, mobility):
    make_article("ander", themes=[mobility])
    posts.follow_log()
    for a_post in Post.objects.all():
        ada.sends(client, ada.activity("Like", a_post.document["id"]))
    assert len(set(Tally.objects.values_list("who", flat=True))) == 2


def test_a_like_can_be_taken_back_by_who_gave_it(client, ada, internet, post):
    like = ada.activity("Like", post.document["id"])
    ada.sends(client, like)
    eva = Person(internet, "eva", keys=KEYS[0])
    eva.sends(client, eva.activity("Undo", like))
    eva.sends(client, eva.activity("Undo", {**like, "actor": eva.actor}))
    assert Tally.objects.count() == 1
    ada.sends(client, ada.activity("Undo", like))
    assert not Tally.objects.exists()


def test_a_server_that_comes_back_to_life_is_talked_to_again(client, ada, clock):
    follow(client, ada)
    Host.objects.create(name=ada.host, failing_since=clock.moment, dead_at=clock.moment)
    ada.sends(client, ada.activity("Like", "https://stad.example/x"))
    assert not Host.objects.dead().exists()


def test_switched_off_there_is_nothing(client, ada, settings):
    settings.FEDIVERSE = False
    assert ada.sends(client, ada.activity("Follow", NETWORK)).status_code == 404
