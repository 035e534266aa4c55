"""Cards in a frame on other sites: light, without script, framed by anybody; and oEmbed, which writes the frame."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from stedennet.initiatives.models import Initiative
from stedennet.site.embedding import frames
from tests.builders.initiatives import make_initiative

pytestmark = pytest.mark.usefixtures("everything")
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
AS_A_FRAME = {"sec-fetch-dest": "iframe", "sec-fetch-mode": "navigate", "sec-fetch-site": "cross-site"}


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


@pytest.mark.parametrize("path", CARDS)
def test_a_card_in_a_frame_elsewhere_holds_one_small_picture_of_ours(client, everything, path):
    headers = {"referer": "https://www.utrecht.nl/", **AS_A_FRAME}
    answer = client.get(path, headers=headers)
    pictures = re.findall(r'<img src="(/insluiten/gezien/[^"]+\.gif)" alt=""', html(answer))
    assert len(pictures) == (0 if path.endswith("/alle/") else 1)
    assert "img-src 'self'" in answer["Content-Security-Policy"]
    for picture in pictures:
        assert answer["Cache-Control"] == "private, no-store"
        seen = client.get(picture)
        assert (seen["Content-Type"], seen["Cache-Control"]) == ("image/gif", "private, no-store")
        assert len(seen.content) < 60
        assert not seen.cookies


def test_without_a_site_to_note_the_card_is_for_every_cache(client, everything):
    assert "public" in client.get("/insluiten/thema/smart-mobility/")["Cache-Control"]


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
    assert 100 < frames.estimate_height(title, text, lines, width=width) <= frames.MOST_HEIGHT
