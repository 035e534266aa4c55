"""The home page: three ways in, numbers that equal their lists, and the calls that close first."""

import datetime as dt
import re

import pytest

from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.network.flows.records import save_record
from stedennet.network.models import Organisation, Theme, ThemeRole, ThemeScheme
from tests.builders.articles import make_article
from tests.builders.calls import make_call

pytestmark = pytest.mark.django_db


def html(response):
    return " ".join(response.content.decode().split())


def count_in_list(client, address):
    return client.get(address).context["total"]


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_first_screen_leads_to_an_initiative_a_call_and_the_own_city(client, eindhoven, language):
    page = html(client.get(f"{language}/"))
    hero = page[: page.index("figures")]
    for address in ("initiatieven/aanmelden/", "oproepen/plaatsen/", "organisaties/"):
        assert f'"{language}/{address}"' in hero
        assert client.get(f"{language}/{address}").status_code == 200
    assert hero.index("initiatieven/aanmelden") < hero.index("oproepen/plaatsen")


def test_the_field_finds_the_own_city_and_only_municipalities(client, eindhoven, utrecht):
    page = html(client.get("/"))
    name, value = re.search(r'<input type="hidden" name="(\w+)" value="(\w+)">', page).groups()
    found = client.get("/organisaties/", {name: value, "q": "utrecht"})
    assert found.context["total"] == 1
    assert "Utrecht" in html(found)


def test_each_number_equals_its_list(client, eindhoven, utrecht, mobility):
    Organisation.objects.create(kind="company", name="Bedrijf", slug="bedrijf")
    Organisation.objects.create(kind="company", name="Weg", slug="weg", ends_on=today() - dt.timedelta(days=1))
    scheme = ThemeScheme.objects.get(pk=mobility.scheme_id)
    Theme.objects.create(scheme=scheme, name="Zonder trekker", slug="zonder-trekker", position=9)
    save_record(ThemeRole(theme=mobility, organisation=eindhoven, role="lead", begins_on=today()), by=SYSTEM)
    counts = client.get("/").context["counts"]
    assert counts["organisations"] == count_in_list(client, "/organisaties/") == 3
    assert counts["municipalities"] == count_in_list(client, "/organisaties/?soort=municipality") == 2
    assert counts["themes"] == 1
    assert "thema heeft een trekker" in html(client.get("/"))


def test_the_calls_that_close_first_stand_there_and_no_closed_one(client, db):
    for number, days in enumerate((40, 10, 20, 30), 1):
        make_call(title=f"Oproep {number}", slug=f"oproep-{number}", closes_on=today() + dt.timedelta(days=days))
    make_call(title="Voorbij", slug="voorbij", closes_on=today() - dt.timedelta(days=1))
    shown = [call["title"] for call in client.get("/").context["calls"]]
    assert shown == ["Oproep 2", "Oproep 3", "Oproep 4"]


def test_without_calls_the_block_is_away(client, db):
    assert 'id="gezocht"' not in html(client.get("/"))


@pytest.mark.parametrize(("language", "titles"), [("", ["Oud", "New"]), ("/en", ["New", "Oud"])])
def test_articles_in_the_readers_language_come_first_and_others_are_marked(client, db, language, titles):
    make_article("new", date=dt.date(2026, 2, 1), language="en")
    make_article("oud", date=dt.date(2020, 1, 1))
    response = client.get(f"{language}/")
    assert [article["title"] for article in response.context["articles"]] == titles
    page = html(response)
    mark, other = ("in Dutch", "in English") if language else ("in het Engels", "in het Nederlands")
    assert page.count(mark) == 1
    assert other not in page


@pytest.mark.parametrize("language", ["", "/en"])
def test_no_part_of_a_page_has_an_empty_language(client, db, language):
    make_article("nieuws")
    for path in ("/", "/artikelen/", "/artikelen/nieuws/"):
        assert 'lang=""' not in html(client.get(language + path))
