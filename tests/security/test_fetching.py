"""What another server says is not what the server in an address says: a redirect does not lend its name."""

import json

import pytest

from stedennet.fediverse import http_client
from stedennet.fediverse.http_client import Response, Unreachable
from stedennet.fediverse.models import Follower, Peer
from tests.builders.fediverse import SITE, Person
from tests.fixtures.fediverse import internet, on  # noqa: F401

ACTOR = "https://elders.example/users/ada"


@pytest.fixture
def web(monkeypatch):
    """Answers by address: another address to go to, or a document."""
    answers = {}

    def send(method, url, *, headers, body=b"", within=0.0):
        found = answers.get(url)
        if isinstance(found, str):
            return Response(302, {"location": found}, b"")
        return Response(200, {"content-type": "application/activity+json"}, json.dumps(found).encode())

    monkeypatch.setattr(http_client, "send_request", send)
    return answers


@pytest.mark.parametrize(
    "chain",
    [
        ["https://boos.example/x"],
        ["https://elders.example/verder", "https://boos.example/x"],
        ["https://boos.example/x", ACTOR + "/terug"],
        ["//boos.example/x"],
        ["https://elders.example:8443/x"],
        ["https://elders.example@boos.example/x"],
    ],
)
def test_a_redirect_to_another_server_is_no_answer(web, chain):
    address = ACTOR
    for following in chain:
        web[address] = following
        address = following
    web[address] = {"id": ACTOR}
    with pytest.raises(Unreachable, match="another server"):
        http_client.get_json(ACTOR)


def test_a_redirect_on_the_same_server_is_followed(web):
    web[ACTOR] = "/@ada"
    web["https://elders.example/@ada"] = {"id": ACTOR}
    assert http_client.get_json(ACTOR) == {"id": ACTOR}


def test_only_webfinger_may_be_answered_by_another_server(web):
    web[ACTOR] = "https://boos.example/x"
    web["https://boos.example/x"] = {"subject": "acct:ada@elders.example"}
    assert http_client.get_json(ACTOR, may_move=True) == {"subject": "acct:ada@elders.example"}


def test_an_open_redirect_lets_nobody_speak_for_an_account(client, on, internet, monkeypatch):  # noqa: F811
    victim = Person(internet, "burgemeester", "stad-elders.example")
    forger = Person(internet, "mallory", "boos.example")
    stolen = {**internet.documents[victim.actor]}
    stolen["publicKey"] = {"id": victim.key_id, "owner": victim.actor, "publicKeyPem": forger.public}
    internet.documents["https://boos.example/nep"] = stolen
    plain = internet.send

    def send(method, url, **more):
        return (
            Response(302, {"location": "https://boos.example/nep"}, b"")
            if url == victim.actor
            else plain(method, url, **more)
        )

    monkeypatch.setattr(http_client, "send_request", send)
    victim.private = forger.private
    answer = victim.sends(client, victim.activity("Follow", f"{SITE}/fediverse/accounts/netwerk"))
    assert answer.status_code == 401
    assert not Follower.objects.exists()
    assert not Peer.objects.exists()
