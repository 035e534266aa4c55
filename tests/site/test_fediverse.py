"""The documents that other servers and browsers get, and the hint on a theme's page."""

import io
import json

import pytest
from PIL import Image

from stedennet.fediverse.flows import posts
from tests.builders.articles import make_article
from tests.builders.fediverse import SITE, Person, follow
from tests.fixtures.fediverse import article, internet, on, post, theme  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]
ACCOUNT = "/fediverse/accounts/smart-mobility"
FINGER = "/.well-known/webfinger"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
LINKED = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'


@pytest.mark.parametrize(
    "resource",
    [
        "acct:smart-mobility@stad.example",
        "acct:Smart-Mobility@STAD.example",
        f"{SITE}{ACCOUNT}",
        f"{SITE}/themas/smart-mobility/",
    ],
)
def test_an_account_is_found_by_its_handle_and_by_its_addresses(client, resource):
    response = client.get(FINGER, {"resource": resource})
    assert response["Content-Type"] == "application/jrd+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    data = response.json()
    assert data["subject"] == "acct:smart-mobility@stad.example"
    assert data["links"][0] == {"rel": "self", "type": "application/activity+json", "href": f"{SITE}{ACCOUNT}"}


def test_the_network_is_found_by_the_site_itself(client):
    assert client.get(FINGER, {"resource": SITE}).json()["subject"] == "acct:netwerk@stad.example"


@pytest.mark.parametrize("asked", [{}, {"resource": ""}, {"resource": "smart-mobility"}, {"resource": "mailto:a@b.c"}])
def test_a_question_that_asks_nothing_is_answered_with_words(client, asked):
    response = client.get(FINGER, asked)
    assert response.status_code == 400
    assert response.content.strip()


@pytest.mark.parametrize(
    "resource",
    [
        "acct:niemand@stad.example",
        "acct:smart-mobility@ander.example",
        "acct:smart-mobility",
        "acct:",
        "https://ander.example/fediverse/accounts/smart-mobility",
        f"{SITE}/fediverse/accounts/niemand",
        f"{SITE}/artikelen/",
        f"{SITE}x",
    ],
)
def test_nobody_is_not_found(client, resource):
    assert client.get(FINGER, {"resource": resource}).status_code == 404


def test_an_account_has_what_others_need(client):
    response = client.get(ACCOUNT, headers={"Accept": "application/activity+json"})
    assert response["Content-Type"] == "application/activity+json"
    assert "Accept" in response["Vary"]
    data = response.json()
    url = f"{SITE}{ACCOUNT}"
    assert data["id"] == url
    assert (data["type"], data["preferredUsername"]) == ("Service", "smart-mobility")
    assert (data["inbox"], data["outbox"], data["followers"]) == (
        f"{url}/postvak",
        f"{url}/uitgaand",
        f"{url}/volgers",
    )
    assert data["endpoints"] == {"sharedInbox": f"{SITE}/fediverse/postvak"}
    assert data["publicKey"]["owner"] == url
    assert data["publicKey"]["publicKeyPem"].startswith("-----BEGIN PUBLIC KEY-----")
    assert "PRIVATE" not in response.content.decode()


def test_the_network_is_an_organisation(client):
    data = client.get("/fediverse/accounts/netwerk").json()
    assert (data["type"], data["name"], data["url"]) == ("Organization", "Stedennet", f"{SITE}/")


def test_a_browser_is_sent_to_the_page(client, post):  # noqa: F811
    for path, page in (
        (ACCOUNT, f"{SITE}/themas/smart-mobility/"),
        (f"/fediverse/berichten/{post.pk}", f"{SITE}/artikelen/nieuws/"),
    ):
        response = client.get(path, headers={"Accept": BROWSER})
        assert (response.status_code, response["Location"]) == (302, page)
        assert client.get(path, headers={"Accept": LINKED})["Content-Type"] == LINKED


def test_a_picture_is_a_picture(client):
    response = client.get(f"{ACCOUNT}/beeld.png")
    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).size == (400, 400)


def test_followers_are_a_number_and_not_a_list(client, internet):  # noqa: F811
    for name in ("ada", "eva"):
        follow(client, Person(internet, name), "smart-mobility")
    data = client.get(f"{ACCOUNT}/volgers").json()
    assert (data["type"], data["totalItems"]) == ("OrderedCollection", 2)
    assert "elders" not in json.dumps(data)


def test_an_outbox_is_read_page_by_page(client, mobility, monkeypatch):
    monkeypatch.setattr("stedennet.site.views.fediverse.PER_PAGE", 2)
    for number in range(3):
        make_article(f"nieuws-{number}", themes=[mobility])
    posts.follow_log()
    first = client.get("/fediverse/accounts/netwerk/uitgaand").json()
    assert (first["type"], first["totalItems"]) == ("OrderedCollection", 3)
    names, url = [], first["first"]
    while url:
        page = client.get(url.removeprefix(SITE)).json()
        assert (page["type"], page["id"]) == ("OrderedCollectionPage", url)
        names += [one["object"]["name"] for one in page["orderedItems"]]
        url = page.get("next")
    assert names == [f"Nieuws-{number}" for number in reversed(range(3))]
    for wrong in ("0", "3", "x", ""):
        assert client.get(f"/fediverse/accounts/netwerk/uitgaand?pagina={wrong}").status_code == 404


def test_an_activity_has_an_address_of_its_own(client, post):  # noqa: F811
    activity = client.get("/fediverse/accounts/netwerk/uitgaand?pagina=1").json()["orderedItems"][0]
    again = client.get(activity["id"].removeprefix(SITE)).json()
    assert {**activity, "@context": again["@context"]} == again


def test_a_withdrawn_post_is_gone_and_says_no_more(client, post, article):  # noqa: F811
    create = client.get("/fediverse/accounts/netwerk/uitgaand?pagina=1").json()["orderedItems"][0]
    article.unpublish()
    posts.follow_log()
    response = client.get(f"/fediverse/berichten/{post.pk}", headers={"Accept": BROWSER})
    assert (response.status_code, response.json()["type"]) == (410, "Tombstone")
    outbox = client.get("/fediverse/accounts/netwerk/uitgaand?pagina=1")
    assert [one["type"] for one in outbox.json()["orderedItems"]] == ["Delete"]
    assert client.get(create["id"].removeprefix(SITE)).status_code == 404
    assert "inleiding" not in (outbox.content + response.content).decode()


def test_nodeinfo_says_what_this_is(client, post):  # noqa: F811
    link = client.get("/.well-known/nodeinfo").json()["links"][0]
    assert link["rel"] == "http://nodeinfo.diaspora.software/ns/schema/2.1"
    data = client.get(link["href"].removeprefix(SITE)).json()
    assert (data["version"], data["software"]["name"], data["protocols"]) == ("2.1", "stedennet", ["activitypub"])
    assert data["usage"] == {"users": {"total": 2}, "localPosts": 1, "localComments": 0}
    assert data["openRegistrations"] is False


@pytest.mark.parametrize(
    "path", ["/fediverse/accounts/niemand", "/fediverse/berichten/9", "/fediverse/activiteiten/9"]
)
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_theme_says_how_it_is_followed(client):
    page = client.get("/themas/smart-mobility/").content.decode()
    assert "@smart-mobility@stad.example" in page
    assert f'<link rel="alternate" type="application/activity+json" href="{SITE}{ACCOUNT}">' in page


PATHS = [
    f"{FINGER}?resource=acct:netwerk@stad.example", "/.well-known/nodeinfo", "/nodeinfo/2.1",
    "/fediverse/accounts/netwerk", "/fediverse/accounts/netwerk/uitgaand", "/fediverse/accounts/netwerk/volgers",
    "/fediverse/accounts/netwerk/beeld.png", "/fediverse/berichten/1", "/fediverse/activiteiten/1",
    "/fediverse/postvak",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_switched_off_none_of_it_is_there(client, settings, post, path):  # noqa: F811
    settings.FEDIVERSE = False
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    page = client.get("/themas/smart-mobility/").content.decode()
    assert "@smart-mobility@" not in page
    assert "activity+json" not in page
