"""Cards in a frame on other sites: light, without script, framed by anybody; and oEmbed, which writes the frame."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from stedennet.initiatives.models import Initiative
from stedennet.site import embeds, showing
from stedennet.spreading.models import Dispatch
from tests.initiatives.conftest import make_initiative
from tests.site.public_things import make_all

STYLES = Path("src/stedennet/site/static/build/embed.css")
CARDS = {
    "/insluiten/thema/smart-mobility/": "Smart Mobility",
    "/insluiten/actie/SM-1/": "Actie SM-1",
    "/insluiten/initiatief/slimme-lantaarnpalen/": "Slimme lantaarnpalen",
    "/insluiten/oproep/wie-bouwt-een-kaart/": "Wie bouwt een kaart?",
    "/insluiten/artikel/nieuws/": "Het nieuws",
    "/insluiten/evenement/webinar/": "Webinar",
    "/insluiten/evenementen/alle/": "Webinar",
    "/insluiten/evenementen/smart-mobility/": "Webinar",
}
PAGES = {
    "/themas/smart-mobility/": "/insluiten/thema/smart-mobility/",
    "/agenda/acties/SM-1/": "/insluiten/actie/SM-1/",
    "/initiatieven/slimme-lantaarnpalen/": "/insluiten/initiatief/slimme-lantaarnpalen/",
    "/oproepen/wie-bouwt-een-kaart/": "/insluiten/oproep/wie-bouwt-een-kaart/",
    "/artikelen/nieuws/": "/insluiten/artikel/nieuws/",
    "/evenementen/webinar/": "/insluiten/evenement/webinar/",
}
SITE = "http://localhost:8000"
MOST_BYTES = 30_000


@pytest.fixture
def everything(db, mobility, eindhoven, lead):
    make_all(mobility, eindhoven)


def html(response):
    return response.content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(("path", "title"), CARDS.items())
def test_a_card_is_light_and_loads_nothing_but_its_styles(client, everything, path, title, language):
    answer = client.get(language + path)
    page = html(answer)
    assert title in page
    assert f'<html lang="{language[1:] or "nl"}"' in page
    assert len(answer.content) + STYLES.stat().st_size <= MOST_BYTES
    assert re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', page) == ["/static/build/embed.css"]
    assert "url(" not in STYLES.read_text()
    assert "<script" not in page
    assert "style=" not in page
    assert not answer.cookies


@pytest.mark.parametrize("path", CARDS)
def test_anybody_may_frame_a_card(client, everything, path):
    answer = client.get(path)
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer


@pytest.mark.parametrize("path", ["/", *PAGES, "/insluiten/", "/insluiten/thema/smart-mobility/code/", "/account/"])
def test_nobody_may_frame_anything_else(client, everything, path):
    answer = client.get(path)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] in ("SAMEORIGIN", "DENY")


def test_a_card_looks_as_the_other_site_wants(client, everything):
    path = "/insluiten/thema/smart-mobility/"
    plain = html(client.get(path))
    assert 'class="embed--licht"' in plain
    assert "embed--edge theme-accent--" in plain
    other = html(client.get(f"{path}?kleur=donker&accent=groen&rand=geen"))
    assert 'class="embed--donker"' in other
    assert "theme-accent--groen" in other
    assert "embed--edge" not in other
    assert "</main><script>" not in html(client.get(f'{path}?kleur="></main><script>&accent="><script>'))


@pytest.mark.parametrize("number", ["", "0", "2", "99", "x", "²", "-1", "1" * 400])
def test_any_number_of_events_is_an_answer(client, everything, number):
    assert client.get(f"/insluiten/evenementen/alle/?aantal={number}").status_code == 200


def test_what_is_no_longer_public_says_so_in_the_frame(client, everything):
    Initiative.objects.update(state="archived", state_words="Klaar.")
    Initiative.objects.update(state="confirmed", published_at=None)
    for path in ("/insluiten/initiatief/slimme-lantaarnpalen/", "/insluiten/boek/x/", "/insluiten/evenementen/x/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Dit is er niet meer" in html(answer)
        assert "frame-ancestors *" in answer["Content-Security-Policy"]


def test_hostile_words_stay_words(client, mobility):
    one = make_initiative("</h1><script>alert(1)</script>", theme=mobility, summary='"><img src=x onerror=alert(1)>')
    for path in (f"/insluiten/initiatief/{one.slug}/", f"/insluiten/initiatief/{one.slug}/code/"):
        page = html(client.get(path))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    found = client.get("/oembed", {"url": f"{SITE}/initiatieven/{one.slug}/"}).json()
    assert "<script>" not in found["html"]


@pytest.mark.parametrize(("page", "card"), PAGES.items())
def test_each_page_leads_to_the_code_and_the_code_to_the_card(client, everything, page, card):
    assert f'href="{card}code/"' in html(client.get(page))
    answer = client.get(f"{card}code/?kleur=donker")
    code = answer.context["code"]
    assert code.startswith(f'<iframe src="{SITE}{card}?kleur=donker" title="')
    assert 'referrerpolicy="origin"' in code
    assert "sandbox=" in code
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    assert "kleur=licht" not in client.get(f"{card}code/").context["code"]


def test_the_code_for_events_and_the_page_that_explains(client, everything):
    assert "/insluiten/evenementen/alle/code/" in html(client.get("/insluiten/"))
    for key in ("alle", "smart-mobility"):
        code = client.get(f"/insluiten/evenementen/{key}/code/").context["code"]
        assert f"{SITE}/insluiten/evenementen/{key}/" in code
    assert client.get("/insluiten/evenementen/bestaat-niet/code/").status_code == 404


def test_which_site_shows_a_card_is_noted_once_a_day_and_nothing_of_the_reader(client, everything):
    for _ in range(3):
        client.get(
            "/insluiten/thema/smart-mobility/",
            headers={"referer": "https://www.Partner.example/nieuws/geheim?wie=jan", "sec-fetch-dest": "iframe"},
        )
    line = Dispatch.objects.get(channel="embed")
    assert (line.subject_type, line.where, line.many) == ("network.theme", "www.partner.example", 1)


@pytest.mark.parametrize(
    ("referer", "dest"),
    [
        ("", "iframe"),
        (f"{SITE}/insluiten/", "iframe"),
        ("https://partner.example/", "document"),
        ("https://192.0.2.1/", "iframe"),
        ("https://a b/", "iframe"),
        ("https://[::1", "iframe"),
        ("x" * 5000, "iframe"),
    ],
)
def test_nothing_is_noted_of_what_is_no_other_site(client, everything, referer, dest):
    client.get("/insluiten/thema/smart-mobility/", headers={"referer": referer, "sec-fetch-dest": dest})
    assert not Dispatch.objects.filter(channel="embed").exists()


def test_who_forges_sites_fills_no_table(client, everything, monkeypatch):
    monkeypatch.setattr(showing, "MOST_A_DAY", 5)
    for number in range(20):
        headers = {"referer": f"https://site-{number}.example/"}
        assert client.get("/insluiten/thema/smart-mobility/", headers=headers).status_code == 200
    assert Dispatch.objects.filter(channel="embed").count() == 5


@given(st.text(max_size=200))
def test_any_referer_is_a_host_or_nothing(referer):
    host = showing.host_of(f"https://{referer}")
    assert host == "" or re.fullmatch(r"[a-z0-9.-]{4,120}", host)


@pytest.mark.parametrize(("page", "card"), PAGES.items())
def test_oembed_gives_the_frame_of_a_page(client, everything, page, card):
    head = html(client.get(page)).partition("</head>")[0]
    links = dict(re.findall(r'<link rel="alternate" type="([^"]+\+oembed|text/xml\+oembed)"[^>]*href="([^"]+)"', head))
    found = client.get(links["application/json+oembed"].replace("&amp;", "&")).json()
    assert (found["version"], found["type"]) == ("1.0", "rich")
    assert f'src="{SITE}{card}"' in found["html"]
    assert found["width"] > 0 < found["height"]
    assert found["thumbnail_width"] == 1200
    assert client.get(found["thumbnail_url"].removeprefix(SITE)).status_code == 200
    xml = client.get(links["text/xml+oembed"].replace("&amp;", "&"))
    assert xml["Content-Type"].startswith("text/xml")
    root = etree.fromstring(xml.content)
    assert (root.tag, root.findtext("html")) == ("oembed", found["html"])


def test_oembed_keeps_to_the_size_that_is_asked(client, everything):
    asked = {"url": f"{SITE}/themas/smart-mobility/", "maxwidth": "300", "maxheight": "200"}
    found = client.get("/oembed", asked).json()
    assert (found["width"], found["height"]) == (300, 200)
    assert 'width="300" height="200"' in found["html"]
    assert "thumbnail_url" not in found


def test_oembed_speaks_the_language_of_the_page(client, everything):
    found = client.get("/oembed", {"url": f"{SITE}/en/evenementen/"}).json()
    assert f'src="{SITE}/en/insluiten/evenementen/alle/"' in found["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"url": "https://elsewhere.example/themas/smart-mobility/"}, 404),
        ({"url": f"{SITE}/themas/bestaat-niet/"}, 404),
        ({"url": f"{SITE}/privacy/"}, 404),
        ({"url": f"{SITE}/artikelen/bestaat-niet/"}, 404),
        ({"url": f"{SITE}/artikelen/a/b/c/"}, 404),
        ({"url": f"{SITE}/%00"}, 404),
        ({"url": "http://[::1"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": f"{SITE}/themas/smart-mobility/", "format": "yaml"}, 501),
        ({}, 400),
        ({"url": f"{SITE}/themas/smart-mobility/", "maxwidth": "²"}, 200),
        ({"url": f"{SITE}/themas/smart-mobility/", "maxwidth": "0"}, 200),
    ],
)
def test_oembed_says_by_its_number_what_is_wrong(client, everything, query, status):
    assert client.get("/oembed", query).status_code == status


@given(title=st.text(max_size=300), text=st.text(max_size=220), facts=st.integers(0, 4), width=st.integers(1, 3000))
def test_a_card_has_a_sensible_height_whatever_it_says(title, text, facts, width):
    lines = [("Waar", "Eindhoven")] * facts
    assert 100 < embeds.height_of(title, text, lines, width=width) <= embeds.MOST_HEIGHT
