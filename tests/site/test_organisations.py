"""The page of an organisation: its challenges, cities like it, and no empty panel."""

import pytest

from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record
from stedennet.network.models import Group, GroupMembership, Organisation
from tests.builders.challenges import make_challenge
from tests.builders.initiatives import make_initiative
from tests.builders.organisations import municipality

pytestmark = pytest.mark.django_db


def read_page(client, organisation):
    """The page on one line."""
    return " ".join(client.get(f"/organisaties/{organisation.slug}/").content.decode().split())


@pytest.fixture
def bare(db) -> Organisation:
    return save_record(Organisation(slug="kaal", name="Kaal", kind="company"), by=SYSTEM)


def test_without_facts_there_is_no_panel_of_facts_but_a_way_to_write(client, bare, eindhoven):
    page = read_page(client, bare)
    assert "Gegevens" not in page
    assert 'id="gegevens">Contact</h2>' in page
    assert "Stuur een bericht" in page
    assert 'id="gegevens">Gegevens</h2>' in read_page(client, eindhoven)


def test_cities_like_it_stand_on_its_page_with_the_reasons(client, eindhoven, utrecht, bare):
    group = save_record(Group(slug="g5", name="G5"), by=SYSTEM)
    for city in (eindhoven, utrecht):
        save_record(GroupMembership(group=group, organisation=city), by=SYSTEM)
    page = read_page(client, eindhoven)
    block = page[page.index('id="zoals">Steden zoals Eindhoven') :]
    assert "Utrecht" in block
    assert "ook in G5" in block
    assert "/organisaties/eindhoven/vergelijkbaar/" in block
    assert "Steden zoals" not in read_page(client, bare)


def test_a_city_like_no_other_has_no_such_block(client):
    lonely = save_record(municipality("GM0001", "Verweg", slug="verweg"), by=SYSTEM)
    assert "Steden zoals" not in read_page(client, lonely)


def test_the_challenges_that_it_owns_or_works_on_stand_there_once(client, eindhoven, utrecht, mobility):
    initiative = make_initiative(theme=mobility, lead=eindhoven)
    make_challenge("groei", initiative, owner=eindhoven)
    make_challenge("hitte", initiative, title="Hoe blijven steden koel?")
    page = read_page(client, eindhoven)
    assert page.count("Hoe vangen steden hun groei op?") == 1
    assert page.count("Hoe blijven steden koel?") == 1
    assert "Hoe blijven steden koel?" not in read_page(client, utrecht)
