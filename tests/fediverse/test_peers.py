"""Verification of senders: only messages signed recently by their sender, and received for the first time, count."""

import datetime as dt
import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from stedennet.fediverse import http_client
from stedennet.fediverse.flows import messages, peers
from stedennet.fediverse.models import Activity, Follower, Peer, Seen
from stedennet.fediverse.rules import messages as message_rules
from stedennet.fediverse.signatures import generate_keys
from tests.builders.fediverse import KEYS, SITE, Person, follow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]
NETWORK = f"{SITE}/fediverse/accounts/netwerk"
THEME = f"{SITE}/fediverse/accounts/smart-mobility"
INBOX = "/fediverse/postvak"


def test_a_message_without_a_signature_is_refused(client, ada):
    assert ada.sends(client, ada.activity("Follow", NETWORK), headers={}).status_code == 401
    assert not Follower.objects.exists()


def test_a_signature_of_another_key_is_forged(client, ada):
    ada.private = KEYS[0][1]
    assert ada.sends(client, ada.activity("Follow", NETWORK)).status_code == 401
    assert not Follower.objects.exists()
    assert not Peer.objects.exists(), "what was not proven leaves nothing"


def test_a_body_that_does_not_fit_its_digest_is_refused(client, ada):
    headers = ada.headers(INBOX, json.dumps(ada.activity("Follow", NETWORK)).encode())
    assert ada.sends(client, ada.activity("Follow", THEME), headers=headers).status_code == 401
    assert not Follower.objects.exists()


def test_a_key_of_another_server_proves_nothing(client, ada, internet):
    mallory = Person(internet, "mallory", "boos.example", keys=KEYS[0])
    activity = ada.activity("Follow", NETWORK)
    assert mallory.sends(client, activity).status_code == 401
    # Not even if the remote account is sent along with a key of its own.
    mine = {"id": mallory.key_id, "owner": ada.actor, "publicKeyPem": mallory.public}
    whole = {**activity, "actor": {"id": ada.actor, "publicKey": mine, "inbox": mallory.inbox}}
    assert mallory.sends(client, whole).status_code == 401
    assert not Follower.objects.exists()


def test_a_key_of_somebody_else_on_the_same_server_proves_nothing(client, ada, internet):
    eva = Person(internet, "eva", keys=KEYS[0])
    assert eva.sends(client, ada.activity("Follow", NETWORK)).status_code == 401
    key = {"id": eva.key_id, "owner": ada.actor, "publicKeyPem": eva.public}
    internet.documents[ada.actor]["publicKey"]["id"] = f"{ada.actor}#other"
    internet.documents[eva.actor]["publicKey"] = key
    assert eva.sends(client, ada.activity("Follow", NETWORK)).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "https://elders.example/users/eva"},
        {"id": None},
        {"publicKey": None},
        {"publicKey": "https://elders.example/key"},
        {"publicKey": {"id": "https://boos.example/key", "owner": "https://elders.example/users/ada"}},
        {"inbox": "https://boos.example/inbox"},
        {"inbox": None},
    ],
)
def test_an_account_that_does_not_fit_is_not_believed(client, ada, wrong):
    ada.appear(**wrong)
    assert ada.sends(client, ada.activity("Follow", NETWORK)).status_code == 401
    assert not Follower.objects.exists()


def test_a_shared_inbox_elsewhere_is_not_used(client, ada):
    ada.appear(endpoints={"sharedInbox": "https://slachtoffer.example/inbox"})
    follow(client, ada)
    assert Follower.objects.get().shared_inbox == ""


def test_an_activity_has_an_address_on_its_own_server(client, ada):
    activity = {**ada.activity("Follow", NETWORK), "id": "https://boos.example/1"}
    assert ada.sends(client, activity).status_code == 401


def test_our_own_accounts_send_us_nothing(client, internet):
    self = Person(internet, "netwerk", "stad.example")
    assert self.sends(client, self.activity("Follow", THEME)).status_code == 401
    assert internet.asked == []


@pytest.mark.parametrize("hours", [-2, 2])
def test_an_old_or_future_message_is_refused(client, ada, clock, hours):
    body = json.dumps(ada.activity("Follow", NETWORK)).encode()
    headers = ada.headers(INBOX, body, at=clock.moment + dt.timedelta(hours=hours))
    assert ada.sends(client, body, headers=headers).status_code == 401


def test_the_same_request_again_is_a_replay(client, ada):
    body = json.dumps(ada.activity("Follow", NETWORK)).encode()
    headers = ada.headers(INBOX, body)
    assert ada.sends(client, body, headers=headers).status_code == 202
    Follower.objects.all().delete()
    assert ada.sends(client, body, headers=headers).status_code == 401
    assert not Follower.objects.exists()


def test_a_server_that_tries_again_is_thanked_and_nothing_happens_twice(client, ada, clock):
    activity = ada.activity("Follow", NETWORK)
    for _ in range(2):
        assert ada.sends(client, activity).status_code == 202
        clock.later(minutes=10)
    assert Activity.objects.filter(verb="Accept").count() == 1


def test_what_failed_is_not_remembered(client, ada, monkeypatch):
    activity = ada.activity("Follow", NETWORK)

    def fail(*_parts):
        raise message_rules.Malformed("x")

    with monkeypatch.context() as broken:
        broken.setitem(messages.HANDLERS, "Follow", fail)
        assert ada.sends(client, activity).status_code == 400
    assert not Seen.objects.exists()
    assert ada.sends(client, activity).status_code == 202
    assert Follower.objects.exists()


def test_a_key_is_asked_for_once_a_day(client, ada, internet, clock):
    follow(client, ada)
    follow(client, ada, "smart-mobility")
    assert internet.asked == [ada.actor]
    clock.later(days=1)
    follow(client, ada)
    assert internet.asked == [ada.actor] * 2


def test_a_new_key_is_noticed(client, ada, internet, clock):
    follow(client, ada)
    ada.public, ada.private = KEYS[0]
    ada.appear()
    assert ada.sends(client, ada.activity("Follow", THEME)).status_code == 401, "asked too recently"
    clock.later(minutes=6)
    assert ada.sends(client, ada.activity("Follow", THEME)).status_code == 202


def test_no_more_than_two_are_asked_for_at_once(client, ada):
    slots = [peers._slots.acquire(blocking=False) for _ in range(peers.MAX_CONCURRENT)]
    try:
        response = ada.sends(client, ada.activity("Follow", NETWORK))
        assert (response.status_code, response["Retry-After"]) == (503, "60")
    finally:
        for _ in slots:
            peers._slots.release()
    assert ada.sends(client, ada.activity("Follow", NETWORK)).status_code == 202


def test_we_say_who_asks(client, ada, monkeypatch):
    seen = []
    send = http_client.send_request

    def watch(method, url, *, headers, **more):
        seen.append(headers)
        return send(method, url, headers=headers, **more)

    monkeypatch.setattr(http_client, "send_request", watch)
    follow(client, ada)
    assert f'keyId="{NETWORK}#main-key"' in seen[0]["signature"]


def test_a_long_key_is_read(client, ada):
    """Other software uses longer keys than ours; this one is as long as a test has time for."""
    key = rsa.generate_private_key(65537, 3072)
    ada.private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    ada.public = (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
    ada.appear()
    follow(client, ada)
    assert Follower.objects.exists()


def test_keys_that_are_made_differ():
    assert len({*generate_keys(), *generate_keys()}) == 4
