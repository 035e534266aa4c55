"""The pages of indicators: values with their source, a map and a chart, what they link to and what links to them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from stedennet.agenda.flows.indicators import record_values
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Action, Indicator, IndicatorPoint
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.network.models import Organisation
from tests.builders.editions import adopt, make_edition
from tests.builders.indicators import build_point, make_indicator, measure
from tests.builders.organisations import municipality

pytestmark = pytest.mark.django_db
ADDRESS = "/agenda/indicatoren/laadpunten/"


def read(client, address=ADDRESS):
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def text_of(page, path="//main"):
    return " ".join(page.xpath(path)[0].text_content().split())


@pytest.fixture
def action(eindhoven, mobility):
    edition = make_edition(eindhoven)
    edition.commitments.get().themes.set([mobility])
    adopt(edition)
    return Action.objects.get()


def test_the_page_shows_values_with_their_source_and_who_uses_it(client, eindhoven, mobility, action):
    indicator = make_indicator(themes=[mobility], used_by=[action])
    for year, value in ((2022, 100_477), (2021, 75_241)):
        measure(indicator, value, year=year, area="nl")
    measure(indicator, 1234, eindhoven, note="afgerond")
    page = read(client)
    shown = text_of(page)
    for words in ("Geteld op 1 januari.", "100.477", "75.241", "1.234", "afgerond"):
        assert words in shown
    assert page.xpath("//svg[contains(@class, 'chart')]")
    assert page.xpath("//a[@href='/agenda/acties/SM-1/']")
    assert page.xpath("//a[@href='/organisaties/eindhoven/']")
    assert page.xpath("//a[@class='source'][@href='https://example.org/cijfers']")
    assert page.xpath("//section[@aria-labelledby='acties']//span[@class='quiet'][normalize-space()='1']")
    english = read(client, f"/en{ADDRESS}")
    assert "100,477" in text_of(english)
    assert english.xpath("//span[@lang='nl'][text()='afgerond']")


def test_the_pages_of_theme_organisation_and_action_lead_to_it(client, eindhoven, mobility, action):
    indicator = make_indicator(themes=[mobility], used_by=[action])
    measure(indicator, 1234, eindhoven)
    for address in ("/themas/smart-mobility/", "/organisaties/eindhoven/", "/agenda/acties/SM-1/"):
        assert read(client, address).xpath(f"//main//a[@href='{ADDRESS}']"), address


def test_what_cannot_be_compared_says_so_and_is_not_drawn_on_a_map(client):
    places = Organisation.objects.bulk_create(
        municipality(f"GM{number}", f"Plaats-{number}", longitude=5 + number / 1000, latitude=52.0)
        for number in range(7000, 7030)
    )
    indicator = make_indicator(is_comparable=False)
    points = [build_point(30 - number, place) for number, place in enumerate(places)]
    record_values(indicator, points, by=SYSTEM)
    page = read(client)
    assert "niet geschikt om organisaties te vergelijken" in text_of(page)
    assert not page.xpath("//figure")
    assert page.xpath("string(//tbody/tr[1]/th)").strip() == "Plaats-7000"
    Indicator.objects.update(is_comparable=True)
    page = read(client)
    assert page.xpath("string(//tbody/tr[1]/th)").strip() == "Plaats-7000"
    keys = [int(text_of(item, ".").split()[-1]) for item in page.xpath("//figcaption//li")]
    assert sum(keys) == 30
    assert "Alle 30 waarden van 2024" in text_of(page)


def test_the_number_at_a_year_is_that_of_the_list_behind_it(client, eindhoven, utrecht):
    indicator = make_indicator()
    points = [build_point(1, eindhoven), build_point(2, utrecht), build_point(1, eindhoven, 2023)]
    record_values(indicator, points, by=SYSTEM)
    page = read(client)
    assert "Waarden van 2024 2" in text_of(page)
    listed = read(client, "/agenda/indicatoren/waarden/?indicator=laadpunten&jaar=2024")
    assert text_of(listed, "//*[@role='status']") == "2 waarden"


def test_the_indicator_of_an_action_has_a_page_of_its_own(client, action):
    own = save_record(Indicator(action=action, name="Sensoren", unit="stuks"), by=SYSTEM)
    for kind, value in (("value", 100_000), ("target", 200_000)):
        save_record(IndicatorPoint(indicator=own, kind=kind, on=today(), value=value), by=SYSTEM)
    page = read(client, "/agenda/indicatoren/sensoren-sm-1/")
    assert page.xpath("//a[@href='/agenda/acties/SM-1/']")
    assert "100.000" in text_of(page)
    assert read(client, "/agenda/acties/SM-1/").xpath("//a[@href='/agenda/indicatoren/sensoren-sm-1/']")


def test_the_indicator_of_a_draft_has_no_page(client, eindhoven):
    make_edition(eindhoven)
    own = save_record(Indicator(action=Action.objects.get(), name="Sensoren", unit="stuks"), by=SYSTEM)
    assert client.get(f"/agenda/indicatoren/{own.slug}/").status_code == 404
    assert "Sensoren" not in text_of(read(client, "/agenda/indicatoren/"))


def test_hostile_words_are_shown_as_words(client, eindhoven):
    words = "<script>alert(1)</script>"
    indicator = make_indicator(name=words, unit=words, method=words, publisher=words)
    measure(indicator, 1, eindhoven, note=words, publisher=words)
    for address in (ADDRESS, "/agenda/indicatoren/", "/agenda/indicatoren/waarden/", "/agenda/indicatoren/feed.atom"):
        assert "<script>alert" not in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/agenda/indicatoren/bestaat-niet/", "/agenda/indicatoren/%00/"])
def test_an_unknown_address_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_an_indicator_without_values_shows_no_empty_block(client):
    make_indicator()
    page = read(client)
    headings = [text_of(heading, ".") for heading in page.xpath("//main//h2")]
    assert headings == ["Hoe het gemeten wordt"]


def count_queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_ten_times_as_many_municipalities_cost_no_more_queries_and_the_page_stays_small(client):
    pages = (ADDRESS, "/agenda/indicatoren/", "/agenda/indicatoren/waarden/?indicator=laadpunten&volgorde=hoog")
    indicator = make_indicator()
    found = []
    for start, number in ((2000, 342), (3000, 3420 - 342)):
        places = Organisation.objects.bulk_create(
            municipality(f"GM{code}", f"Plaats-{code}", longitude=4 + code % 300 / 100, latitude=51 + code % 200 / 100)
            for code in range(start, start + number)
        )
        points = [build_point(place.pk % 97, place, year) for place in places for year in (2023, 2024)]
        record_values(indicator, points, by=SYSTEM)
        found.append([count_queries(client, page) for page in pages])
    assert found[0] == found[1]
    assert max(found[1]) <= 15
    assert max(len(client.get(page).content) for page in pages) < 150_000
