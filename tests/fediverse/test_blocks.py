"""Admin pages: the report shows numbers and servers, and a blocked server or account stays out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, RefusedFields
from stedennet.fediverse.flows import blocks, deliveries
from stedennet.fediverse.models import Block, Delivery, Follower, Peer
from tests.builders.fediverse import SITE, Person, follow
from tests.fixtures.articles import editor  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]
NETWORK = f"{SITE}/fediverse/accounts/netwerk"


def block(value: str) -> Block:
    return blocks.save_block(Block(value=value, reason="Reclame."), by=SYSTEM)


def test_the_report_shows_numbers_and_servers_and_no_persons(editor, client, internet, ada):  # noqa: F811
    jan = Person(internet, "jan", "ander.example", shared=False)
    for person in (ada, jan):
        follow(client, person)
    internet.status["ander.example"] = 0
    deliveries.send_due_deliveries()
    page = editor.get("/beheer/fediverse/").content.decode()
    for words in ("@netwerk@stad.example", "elders.example", "ander.example", "RFC 9421", "onbereikbaar sinds"):
        assert words in page
    assert "users/ada" not in page
    assert "PRIVATE" not in page


def test_the_report_costs_the_same_whatever_the_followers(editor, client, internet):  # noqa: F811
    counts = []
    for number in range(2):
        for name in range(4):
            follow(client, Person(internet, f"p{name}", f"s{number}.example"))
        with CaptureQueriesContext(connection) as queries:
            assert editor.get("/beheer/fediverse/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_others_do_not_see_it(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(create_person(email="x@example.org", name="X", password=None, by=SYSTEM))
    assert client.get("/beheer/fediverse/").status_code == 403
    with pytest.raises(NotAllowed):
        blocks.save_block(Block(value="a.example", reason="x"), by=create_person(
            email="y@example.org", name="Y", password=None, by=SYSTEM))  # fmt: skip


def test_an_editor_keeps_a_server_out(editor, client, ada):  # noqa: F811
    follow(client, ada)
    typed = {"value": " Elders.example ", "reason": "Reclame."}
    assert editor.post("/beheer/fediverse_blocks/new/", typed).status_code == 302
    assert Block.objects.get().value == "elders.example"
    assert not Follower.objects.exists()
    assert not Peer.objects.exists()
    assert not Delivery.objects.waiting().exists()
    response = ada.sends(client, ada.activity("Follow", NETWORK))
    assert (response.status_code, bool(response.content)) == (403, True)


def test_servers_below_its_name_are_kept_out_too(client, internet):
    sub = Person(internet, "jan", "sub.elders.example")
    follow(client, sub)
    block("elders.example")
    assert not Follower.objects.exists()
    assert sub.sends(client, sub.activity("Follow", NETWORK)).status_code == 403
    other = Person(internet, "jan", "nietelders.example")
    follow(client, other)


def test_one_account_is_kept_out_and_its_server_not(client, internet, ada):
    eva = Person(internet, "eva")
    for person in (ada, eva):
        follow(client, person)
    block(ada.actor)
    assert [follower.actor for follower in Follower.objects.all()] == [eva.actor]
    assert ada.sends(client, ada.activity("Follow", NETWORK)).status_code == 403


def test_nobody_is_asked_about_who_is_kept_out(client, internet, ada):
    block("elders.example")
    ada.sends(client, ada.activity("Follow", NETWORK))
    assert internet.asked == []


def test_who_is_let_in_again_can_follow(client, ada):
    blocks.remove_block(block("elders.example"), by=SYSTEM)
    follow(client, ada)


@pytest.mark.parametrize("value", ["", "geen naam", "ftp://a.example/", "localhost", "1.2.3.4"])
def test_what_is_no_server_or_account_cannot_be_blocked(value):
    with pytest.raises(RefusedFields):
        block(value)
