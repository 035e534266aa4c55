"""What search engines, phones and feed readers find by themselves: the map of the site, icons, languages, feeds."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree, html
from PIL import Image

from stedennet.changes.models import Change
from stedennet.core.clock import today
from stedennet.core.records import store_record
from stedennet.initiatives.models import Initiative
from stedennet.site.site_map import ROWS
from tests.builders.articles import make_article
from tests.builders.initiatives import make_initiative
from tests.builders.organisations import municipality
from tests.site.public_things import make_all

pytestmark = pytest.mark.django_db
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def read_sitemap(client):
    """The day of the last change of each address, or None."""
    tree = etree.fromstring(client.get("/sitemap.xml").content)
    entries = tree.findall("s:url", SITEMAP)
    return {entry.findtext("s:loc", None, SITEMAP): entry.findtext("s:lastmod", None, SITEMAP) for entry in entries}


def read_head(client, path):
    return html.fromstring(client.get(path).content).find("head")


def test_every_address_in_the_map_has_a_page(client, settings, mobility, eindhoven):
    make_all(mobility, eindhoven)
    addresses = list(read_sitemap(client))
    assert len(addresses) > 40
    for address in addresses:
        path = address.removeprefix(settings.SITE_URL)
        assert path.startswith("/")
        assert client.get(path).status_code == 200, path


def test_every_kind_of_public_record_is_in_the_map(client, mobility, eindhoven):
    make_all(mobility, eindhoven)
    addresses = " ".join(read_sitemap(client))
    for part in ("/themas/", "/organisaties/", "/agenda/acties/", "/agenda/edities/", "/initiatieven/", "/oproepen/",
                 "/artikelen/", "/evenementen/"):  # fmt: skip
        assert re.search(rf"{part}[\w-]+/ ", addresses), part


def test_the_map_says_when_a_page_last_changed(client, settings, mobility):
    initiative = make_initiative(theme=mobility)
    days = read_sitemap(client)
    assert days[f"{settings.SITE_URL}/initiatieven/{initiative.slug}/"] == str(today())
    assert days[f"{settings.SITE_URL}/en/initiatieven/{initiative.slug}/"] == str(today())
    assert days[f"{settings.SITE_URL}/initiatieven/"] == str(today())
    assert days[f"{settings.SITE_URL}/privacy/"] is None


def test_what_is_not_public_is_not_in_the_map(client, mobility):
    hidden = make_initiative("Nog geheim", publish=False, theme=mobility)
    article = make_article("verborgen")
    article.unpublish()
    addresses = " ".join(read_sitemap(client))
    assert hidden.slug not in addresses
    assert "verborgen" not in addresses


def test_the_map_takes_as_many_queries_for_many_pages_as_for_few(client, mobility):
    with CaptureQueriesContext(connection) as few:
        client.get("/sitemap.xml")
    for number in range(5):
        store_record(municipality(f"GM900{number}", f"Stad{number}"))
        make_initiative(f"Initiatief {number}", theme=mobility)
    assert Initiative.objects.count() == 5
    assert Change.objects.exists()
    with CaptureQueriesContext(connection) as many:
        client.get("/sitemap.xml")
    assert len(many) == len(few) <= len(ROWS) + 2


def test_robots_find_the_map_and_stay_out_of_accounts(client, settings):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in answer.text
    assert "Disallow: /beheer/" in answer.text
    assert "Disallow: /\n" not in answer.text


@pytest.mark.parametrize("path", ["/", "/themas/", "/over/", "/bestaat-niet/"])
def test_a_page_names_itself_in_both_languages_with_whole_addresses(client, settings, path):
    for language in ("", "/en"):
        head = read_head(client, language + path)
        found = {link.get("hreflang"): link.get("href") for link in head.findall("link[@hreflang]")}
        dutch, english = f"{settings.SITE_URL}{path}", f"{settings.SITE_URL}/en{path}"
        assert found == {"nl": dutch, "en": english, "x-default": dutch}


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/over/", "/contact/", "/organisaties/", "/zoeken/?q=licht", "/privacy/"]
)
def test_a_shared_link_has_a_title_a_text_and_a_picture(client, settings, path):
    head = read_head(client, path)
    said = {meta.get("property"): meta.get("content") for meta in head.findall("meta[@property]")}
    assert said["og:title"] == head.findtext("title").rpartition(" – ")[0]
    assert len(said["og:description"]) > 20
    assert said["og:site_name"] == settings.NETWORK_NAME
    assert said["og:image"].startswith(settings.SITE_URL)


@pytest.mark.parametrize("path", ["/", "/en/", "/over/", "/themas/", "/agenda/", "/privacy/"])
def test_every_page_leads_a_reader_of_feeds_to_a_feed(client, path):
    feeds = read_head(client, path).findall("link[@type='application/atom+xml']")
    assert feeds
    for feed in feeds:
        assert feed.get("title")
        assert client.get(feed.get("href")).status_code == 200


def test_the_icons_of_a_page_are_pictures_of_the_size_that_they_say(client):
    links = [*read_head(client, "/").findall("link[@sizes]")]
    assert {link.get("rel") for link in links} == {"icon", "apple-touch-icon"}
    for link in links:
        assert picture_size(client, link.get("href")) == link.get("sizes")
    assert client.get("/favicon.ico").status_code == 200
    assert client.get("/icoon-9999.png").status_code == 404


def test_a_phone_can_put_the_site_among_its_apps(client, settings):
    answer = client.get(read_head(client, "/").find("link[@rel='manifest']").get("href"))
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert manifest["name"] == settings.NETWORK_NAME
    pictures = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    assert [icon["sizes"] for icon in pictures] == ["192x192", "512x512"]
    for icon in pictures:
        assert picture_size(client, icon["src"]) == icon["sizes"]
    assert "manifest-src 'self'" in client.get("/")["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["", "/en"])
def test_contact_and_about_lead_on(client, settings, language):
    contact = client.get(f"{language}/contact/").text
    assert f"mailto:{settings.OFFICE_EMAIL}" in contact
    assert f'href="{language}/contact/"' in client.get(f"{language}/over/").text
    assert f'href="{language}/over/"' in client.get(f"{language}/").text


def picture_size(client, path):
    width, height = Image.open(io.BytesIO(client.get(path).content)).size
    return f"{width}x{height}"
