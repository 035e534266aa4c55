"""Deliveries: signed with a scheme the other server accepts, sent once, retried, given up after a week."""

import datetime as dt

import pytest

from stedennet.fediverse import verification
from stedennet.fediverse.flows import deliveries, posts
from stedennet.fediverse.models import Activity, Delivery, Follower, Host
from stedennet.fediverse.rules.messages import Message
from stedennet.spreading.models import Dispatch
from tests.builders.fediverse import KEYS, SITE, Person, deliver, follow

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


def test_it_arrives_signed_and_is_noted(waiting, ada, internet):
    assert deliver() == 1
    url, _headers, activity = internet.sent[0]
    assert url == ada.shared
    assert activity["@context"] == "https://www.w3.org/ns/activitystreams"
    assert (activity["type"], activity["actor"]) == ("Create", f"{SITE}/fediverse/accounts/netwerk")
    waiting.refresh_from_db()
    assert waiting.sent_at
    assert deliver() == 0
    row = Dispatch.objects.get()
    assert (row.subject_type, row.channel, row.where, row.many) == (
        "publications.articlepage",
        "fediverse",
        "elders.example",
        1,
    )


def test_the_signature_is_ours(waiting, internet, monkeypatch):
    sent = []
    send = internet.send
    monkeypatch.setattr(
        "stedennet.fediverse.http_client.send_request",
        lambda method, url, *, headers, body=b"", within=0: (
            sent.append((headers, body)) or send(method, url, headers=headers, body=body)
        ),
    )
    deliver()
    headers, body = sent[0]
    url = "https://elders.example/inbox"
    verification.verify_signature(Message("POST", "/inbox", url, headers, body), KEYS[0][0])


@pytest.mark.parametrize("understands", ["signature-input", "digest"])
def test_the_way_of_signing_that_worked_is_remembered(waiting, internet, ada, understands):
    internet.status[ada.host] = lambda headers: 202 if understands in headers else 401
    assert deliver() == 1
    knocks = len(internet.sent)
    assert knocks == (1 if understands == "signature-input" else 2), "RFC 9421 first, then the draft"
    assert Host.objects.get().signs == ("rfc9421" if understands == "signature-input" else "cavage")
    posts.queue_activity(waiting.activity, {"https://elders.example/other": ada.host})
    deliver()
    assert len(internet.sent) == knocks + 1, "the second time it is right at once"


def test_a_server_that_changes_its_mind_is_followed(waiting, internet, ada):
    Host.objects.create(name=ada.host, signs="cavage")
    internet.status[ada.host] = lambda headers: 202 if "signature-input" in headers else 401
    assert deliver() == 1
    assert Host.objects.get().signs == "rfc9421"


def test_what_fails_waits_longer_and_longer(waiting, internet, ada, clock):
    internet.status[ada.host] = 0
    begun, waits = clock.moment, []
    for _ in range(7):
        assert deliver() == 0
        waiting.refresh_from_db()
        waits.append((waiting.not_before - clock.moment).total_seconds() / 60)
        clock.moment = waiting.not_before
    assert waits == [1, 4, 16, 64, 256, 1024, 1440]
    assert waiting.last_error == "no answer"
    assert Host.objects.get().failing_since == begun
    internet.status[ada.host] = 202
    assert deliver() == 1
    assert Host.objects.get().failing_since is None


def test_after_a_week_a_server_is_left(waiting, internet, ada, clock):
    internet.status[ada.host] = 503
    deliver()
    clock.later(days=6, hours=23)
    deliver()
    assert not Host.objects.dead().exists()
    posts.queue_activity(waiting.activity, {"https://elders.example/other": ada.host})
    clock.later(days=2)
    deliver()
    assert Host.objects.dead().exists()
    assert not Delivery.objects.waiting().exists(), "whatever waited for it is given up"


@pytest.mark.parametrize("status", [400, 403, 404, 413, 422])
def test_a_refusal_is_final_and_says_nothing_of_the_server(waiting, internet, ada, status):
    internet.status[ada.host] = status
    deliver()
    waiting.refresh_from_db()
    assert waiting.given_up_at
    assert waiting.last_error == f"status {status}"
    assert Host.objects.get().failing_since is None
    assert Follower.objects.exists()


def test_an_inbox_that_is_gone_follows_no_more(client, internet, clock, article):
    jan = Person(internet, "jan", "ander.example", shared=False)
    follow(client, jan)
    internet.status[jan.host] = 410
    clock.moment = Activity.objects.latest("at").at
    deliveries.send_due_deliveries()
    assert not Follower.objects.exists()


def test_two_workers_do_not_send_the_same(waiting):
    assert len(deliveries.claim_deliveries()) == 1
    assert deliveries.claim_deliveries() == []


def test_a_worker_that_dies_under_way_sends_it_later(waiting, internet, clock, monkeypatch):
    with monkeypatch.context() as dying:
        dying.setattr(deliveries, "send_delivery", lambda job: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliveries.send_due_deliveries()
    assert deliveries.send_due_deliveries() == 0
    clock.later(minutes=5)
    assert deliveries.send_due_deliveries() == 1


def test_a_slow_server_holds_up_no_other(waiting, ada):
    for number in range(3):
        posts.queue_activity(waiting.activity, {f"https://elders.example/{number}": ada.host})
    posts.queue_activity(waiting.activity, {"https://ander.example/inbox": "ander.example"})
    assert sorted(job.host for job in deliveries.claim_deliveries()) == ["ander.example", "elders.example"]


def test_what_was_withdrawn_meanwhile_is_not_sent(waiting, article, internet):
    article.unpublish()
    posts.follow_log()
    deliveries.send_due_deliveries()
    assert [activity["type"] for _url, _headers, activity in internet.sent] == ["Delete"]
    assert "inleiding" not in str(internet.sent)


def test_switched_off_nothing_is_sent(waiting, settings, internet):
    settings.FEDIVERSE = False
    assert deliveries.send_due_deliveries() == 0
    assert internet.sent == []


def test_a_private_key_is_in_nothing_that_leaves(client, waiting, internet, on):
    deliver()
    addresses = ["", "/uitgaand", "/uitgaand?pagina=1", "/volgers"]
    told = [client.get(f"/fediverse/accounts/netwerk{path}").content.decode() for path in addresses]
    assert "PRIVATE" not in str(internet.sent) + str(told) + repr(on) + str(on)


def test_the_waits_of_a_week_are_few():
    moment, tries = dt.timedelta(), 0
    while moment < dt.timedelta(days=7):
        tries += 1
        moment += deliveries.compute_retry_delay(tries)
    assert tries < 16
