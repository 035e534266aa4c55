"""A remote account moves its inbox: deliveries follow it."""

import pytest

from stedennet.fediverse.models import Delivery, Follower, Peer
from tests.builders.fediverse import Person, deliver, follow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]


@pytest.fixture
def alone(internet):
    """A follower on a server without a shared inbox."""
    return Person(internet, shared=False)


def moved(person, *, inbox=None, shared=None):
    """Give the account another inbox from now on."""
    person.inbox, person.shared = inbox or person.inbox, person.shared if shared is None else shared
    person.appear()


def test_an_update_of_the_account_tells_where_to_deliver(client, alone, internet, article):
    follow(client, alone)
    moved(alone, inbox="https://elders.example/nieuw")
    assert alone.sends(client, alone.activity("Update", {"id": alone.actor, "type": "Person"})).status_code == 202
    assert Follower.objects.get().inbox == Peer.objects.get().inbox == "https://elders.example/nieuw"
    deliver()
    assert internet.received("https://elders.example/nieuw", "Create")


def test_nobody_else_moves_an_inbox(client, alone, internet):
    follow(client, alone)
    eve = Person(internet, "eve", "kwaad.example", shared=False)
    eve.sends(client, eve.activity("Update", {"id": alone.actor, "type": "Person", "inbox": eve.inbox}))
    alone_says = {"id": alone.actor, "type": "Person", "inbox": "https://elders.example/verzonnen"}
    alone.sends(client, alone.activity("Update", alone_says))
    assert Follower.objects.get().inbox == alone.inbox, "only what their own server shows counts"


@pytest.mark.parametrize("status", [301, 308, 404, 410])
def test_an_inbox_that_is_gone_is_asked_for_again(client, alone, internet, article, status):
    follow(client, alone)
    old = alone.inbox
    moved(alone, inbox="https://elders.example/nieuw")
    internet.status["elders.example"] = lambda headers: status if internet.sent[-1][0] == old else 202
    deliver()
    deliver()
    assert len(internet.received("https://elders.example/nieuw", "Create")) == 1
    assert len(internet.received("https://elders.example/nieuw", "Accept")) == 1
    assert Follower.objects.get().inbox == "https://elders.example/nieuw"


def test_a_server_moves_its_shared_inbox_for_all_its_accounts(client, internet, article):
    ada, ben = Person(internet), Person(internet, "ben")
    for person in (ada, ben):
        follow(client, person)
    old, new = ada.shared, "https://elders.example/allen"
    for person in (ada, ben):
        moved(person, shared=new)
    internet.status["elders.example"] = lambda headers: 404 if internet.sent[-1][0] == old else 202
    deliver()
    deliver()
    assert len(internet.received(new, "Create")) == 1
    assert set(Follower.objects.values_list("shared_inbox", flat=True)) == {new}


def test_an_inbox_that_is_gone_for_ever_still_ends_it(client, alone, internet, article):
    follow(client, alone)
    internet.status["elders.example"] = 410
    deliver()
    assert not Follower.objects.exists()
    assert not Delivery.objects.waiting().exists()
