"""The pages of who fits a call, and of cities that are alike."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stedennet.calls.personal_links import CALL_LINK
from stedennet.matching.models import Preference
from tests.builders.initiatives import make_initiative
from tests.builders.organisations import municipality
from tests.fixtures.matching import call, company, person, world  # noqa: F401
from tests.fixtures.search import index  # noqa: F401

pytestmark = pytest.mark.django_db


def read(client, address):
    return client.get(address).content.decode()


def test_beside_a_call_stand_who_fits_and_what_resembles_it(world, call, client):  # noqa: F811
    page = read(client, "/oproepen/laadpleinen/")
    assert "Laadbedrijf BV" in page
    assert "Initiatieven die hierop lijken" in page
    assert "/oproepen/laadpleinen/wie-past/" in page


def test_all_reasons_stand_on_the_page_of_partners_with_a_link_to_what_shows_them(world, call, client):  # noqa: F811
    page = read(client, "/oproepen/laadpleinen/wie-past/")
    assert 'href="/initiatieven/slim-laden/">deed mee aan “Slim laden”' in page
    assert "wie het kan, niet wie het wil" in page


def test_the_owner_comes_there_from_the_own_page(world, call, client):  # noqa: F811
    assert "/oproepen/laadpleinen/wie-past/" in read(client, f"/oproepen/mijn/{CALL_LINK.make_token(call)}/")


def test_a_reason_that_is_off_is_ticked_and_not_shown(world, call, client):  # noqa: F811
    page = read(client, "/oproepen/laadpleinen/wie-past/?zonder=samen&zonder=bestaat-niet")
    assert 'value="samen" checked' in page
    assert "samen met Eindhoven" not in page
    assert "Laadbedrijf BV" in page


def test_everything_off_says_so_and_shows_the_way_back(world, call, client):  # noqa: F811
    page = read(client, "/oproepen/laadpleinen/wie-past/?" + "&".join(
        f"zonder={name}" for name in ("tekst", "thema", "samen", "aanbod", "afstand", "recent")
    ))  # fmt: skip
    assert "Geen organisatie past duidelijk" in page
    assert "Tel alles mee" in page


def test_looking_beyond_the_wanted_kind_is_offered_only_when_one_is_wanted(world, call, client):  # noqa: F811
    address = "/oproepen/laadpleinen/wie-past/"
    assert 'value="soort"' not in read(client, address)
    call.wanted = ["municipality"]
    call.save()
    assert "Laadbedrijf BV" not in read(client, address)
    assert "Laadbedrijf BV" in read(client, f"{address}?zonder=soort")


def test_no_address_of_anybody_is_on_the_pages(world, call, person, client):  # noqa: F811
    for address in ("/oproepen/laadpleinen/wie-past/", "/organisaties/eindhoven/vergelijkbaar/"):
        page = read(client, address)
        assert "g@example.org" not in page
        assert person.email not in page
        assert person.name not in page


def test_who_opted_out_is_on_no_page(world, call, company, utrecht, client):  # noqa: F811
    for one in (company, utrecht):
        Preference.objects.create(organisation=one, named=False)
    assert "Laadbedrijf BV" not in read(client, "/oproepen/laadpleinen/wie-past/")
    assert (
        "Utrecht" not in read(client, "/organisaties/eindhoven/vergelijkbaar/").split("<main")[1].split("<footer")[0]
    )


def test_a_city_sees_what_others_do_and_who(world, client, eindhoven):  # noqa: F811
    page = read(client, "/organisaties/eindhoven/vergelijkbaar/")
    assert "Deelfietsen" in page
    assert "Doet mee: Utrecht" in page
    assert client.get("/organisaties/laadbedrijf/vergelijkbaar/").status_code == 404


def test_an_initiative_shows_what_is_done_elsewhere(world, client, index, mobility, utrecht):  # noqa: F811
    make_initiative("Slim laden in de straat", theme=mobility, summary="Laadpalen in elke straat.").cities.add(utrecht)
    index()
    page = read(client, "/initiatieven/slim-laden/")
    assert "Zoiets doen anderen ook" in page
    assert "Slim laden in de straat" in page


def test_without_an_index_the_pages_answer(world, call, client, settings, tmp_path):  # noqa: F811
    settings.SEARCH_DIR = tmp_path / "nowhere"
    assert client.get("/oproepen/laadpleinen/").status_code == 200
    assert "Geen organisatie past duidelijk" in read(client, "/oproepen/laadpleinen/wie-past/")
    assert client.get("/initiatieven/slim-laden/").status_code == 200


def test_a_representative_chooses(company, person, client, clock):  # noqa: F811
    client.force_login(person)
    page = "/account/organisaties/laadbedrijf/partners/"
    assert page in read(client, "/account/")
    assert client.post(page, {"mailed": "on"}).status_code == 302
    chosen = Preference.objects.get()
    assert (chosen.named, chosen.mailed) == (False, True)
    assert client.get("/account/organisaties/utrecht-bestaat-niet/partners/").status_code == 404


def test_nobody_else_chooses_for_an_organisation(company, person, utrecht, client, clock):  # noqa: F811
    client.force_login(person)
    assert client.post("/account/organisaties/utrecht/partners/", {}).status_code == 403
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/oproepen/laadpleinen/", "/oproepen/laadpleinen/wie-past/", "/organisaties/eindhoven/vergelijkbaar/",
     "/initiatieven/slim-laden/"],
)  # fmt: skip
def test_a_page_asks_the_database_no_more_with_ten_times_as_much(world, call, client, index, mobility, address):  # noqa: F811
    counts = []
    for number in range(3, 33):
        city = municipality(f"GM{number:04}", f"Stad-{number}")
        city.save()
        make_initiative(f"Laadpalen {number}", theme=mobility).cities.add(city)
        if number in (5, 32):
            index()
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[0] == counts[1]
