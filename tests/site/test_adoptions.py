"""Adoptions on the site: a city reports one, the owner answers, and the pages of both show it."""

import datetime as dt
import re

import pytest

from stedennet.core.access import SYSTEM
from stedennet.initiatives.flows import adoptions
from stedennet.initiatives.flows.adoptions import AdoptionData
from tests.builders.initiatives import make_initiative
from tests.builders.people import speaks_for
from tests.sections.pressing import pressed

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(mobility, eindhoven):
    initiative = make_initiative(
        "Slimme lantaarnpalen", theme=mobility, lead=eindhoven, contact_email="kees@example.org"
    )
    initiative.cities.add(eindhoven)
    return initiative


def html(response):
    return response.content.decode()


def test_a_city_says_that_it_reuses_and_the_owner_answers(client, lamp, eindhoven, utrecht):
    client.force_login(speaks_for(utrecht))
    page = "/initiatieven/slimme-lantaarnpalen/overnemen/"
    typed = {"organisation": utrecht.pk, "kind": "adapted", "since": "2026-K1", "contact_level": "none"}
    assert client.post(page, {**typed, "organisation": eindhoven.pk}).status_code == 422
    assert client.post(page, {**typed, "since": "ooit"}).status_code == 422
    assert client.post(page, typed).status_code == 302
    assert client.post(page, typed).status_code == 422
    made = lamp.adoptions.get()
    answers = "/initiatieven/slimme-lantaarnpalen/overnames/"
    assert client.post(answers, pressed(f"bevestig-{made.pk}")).status_code == 422
    client.force_login(speaks_for(eindhoven))
    assert answers in html(client.get("/account/"))
    assert client.post(answers, pressed(f"betwist-{made.pk}")).status_code == 422
    assert client.post(answers, pressed("bevestig-x")).status_code == 422
    client.post(answers, pressed(f"bevestig-{made.pk}"))
    shown = html(client.get("/initiatieven/slimme-lantaarnpalen/"))
    assert "1 organisatie neemt dit over" in shown
    assert "<svg" in shown
    assert "Van anderen overgenomen" in html(client.get("/organisaties/utrecht/"))
    assert "Door anderen overgenomen" in html(client.get("/organisaties/eindhoven/"))
    assert "1 keer overgenomen" in html(client.get("/themas/smart-mobility/"))


def test_an_adoption_known_from_a_source_says_so_everywhere_and_does_not_count(client, lamp, eindhoven, utrecht):
    data = AdoptionData(kind="", source_url="https://example.org/bericht")
    at = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
    adoptions.record_sourced_adoption(lamp, utrecht, data, by=SYSTEM, at=at)
    shown = html(client.get("/initiatieven/slimme-lantaarnpalen/"))
    assert "1 overname kennen wij alleen uit een openbare bron." in shown
    assert "neemt dit over" not in shown
    for text in ("volgens bron", 'href="https://example.org/bericht"', "bekeken op 28 november 2026"):
        assert text in shown
    assert "1 overname volgens bron" in html(client.get("/initiatieven/"))
    for slug, heading in (("utrecht", "Van anderen overgenomen"), ("eindhoven", "Door anderen overgenomen")):
        page = html(client.get(f"/organisaties/{slug}/"))
        assert heading in page
        assert "volgens bron" in page
        assert "https://example.org/bericht" in page
    [row] = client.get("/initiatieven/export.json").json()["initiatieven"]
    assert (row["overnames"], row["overnames_volgens_bron"]) == (0, 1)
    assert "Utrecht (volgens bron)" in " ".join(html(client.get("/initiatieven/feed.atom")).split())
    assert "Meest overgenomen" not in html(client.get("/themas/smart-mobility/"))


def test_a_city_that_is_named_can_say_that_it_adopted_it(client, lamp, eindhoven, utrecht):
    lamp.cities.add(utrecht)
    page = client.get("/initiatieven/slimme-lantaarnpalen/").content.decode()
    url = "/initiatieven/slimme-lantaarnpalen/overnemen/?organisatie=utrecht"
    assert f'href="{url}">Utrecht</a>' in page
    assert "organisatie=eindhoven" not in page

    person = speaks_for(utrecht)
    client.force_login(person)
    assert re.search(r'<option value="\d+" selected>Utrecht', client.get(url).content.decode())
    assert client.get(url.replace("utrecht", "x'%00")).status_code == 200

    adoptions.submit_adoption(lamp, utrecht, AdoptionData(kind="as_is"), by=person)
    assert "organisatie=utrecht" not in client.get("/initiatieven/slimme-lantaarnpalen/").content.decode()
