"""The search page: results, facets, names while typing, open data, and what is remembered of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from stedennet.core.clock import today
from stedennet.search.models import Asked, Synonyms
from stedennet.search.records import Card
from stedennet.site.cards.search import build_result_card
from tests.builders.initiatives import make_initiative
from tests.fixtures.initiatives import editor  # noqa: F401
from tests.fixtures.search import index  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def lights(index, mobility, eindhoven):  # noqa: F811
    for number in range(12):
        one = make_initiative(f"Slimme lantaarns in wijk {number}", theme=mobility)
        one.cities.add(eindhoven)
    make_initiative("Deelfietsen bij het station", theme=mobility)
    index()


def html(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_reader_finds_and_narrows(client, lights):
    page = html(client, "/zoeken/?q=lantaarn")
    assert "12 resultaten" in page
    assert '<mark class="mark">lantaarns</mark>' in page
    assert "Eindhoven (12)" in page
    assert "12 resultaten" in html(client, "/zoeken/?q=lantaarn&stad=eindhoven&soort=initiative")
    assert "Niets gevonden" in html(client, "/zoeken/?q=lantaarn&soort=event")


def test_a_typing_error_gets_advice(client, lights):
    page = html(client, "/zoeken/?q=lantaanrs")
    assert "Bedoelde u" in page
    assert "/zoeken/?q=lantaarns" in page
    assert "Slimme lantaarns" in page


def test_the_page_is_english_too(client, lights):
    assert "12 results" in html(client, "/en/zoeken/?q=lantaarn")


def test_names_come_while_somebody_types(client, lights):
    assert "/organisaties/eindhoven/" in html(client, "/zoeken/namen/?q=eindh")
    assert html(client, "/zoeken/namen/?q=").strip() == ""


def test_markup_in_a_title_stays_text(client, index, mobility):  # noqa: F811
    make_initiative("<script>alert(1)</script> lantaarns", theme=mobility)
    index()
    page = html(client, "/zoeken/?q=lantaarns")
    assert "<script>alert" not in page
    assert "&lt;" in page


def test_the_results_are_open_data(client, lights):
    assert len(client.get("/zoeken/export.json?q=lantaarn").json()["resultaten"]) == 12
    assert html(client, "/zoeken/export.csv?q=lantaarn").count("Slimme lantaarns") == 12
    assert "<feed" in html(client, "/zoeken/feed.atom?q=lantaarn")


def test_what_was_asked_is_counted_without_who(client, lights):
    for address in ("/zoeken/?q=Zeppelin+bouwen", "/zoeken/?q=zeppelin bouwen", "/zoeken/?q=jo@example.org"):
        html(client, address)
    row = Asked.objects.get()
    assert (row.question, row.times, row.found, row.day) == ("zeppelin bouwen", 2, 0, today())


def test_an_editor_sees_what_was_not_found_and_mends_it(client, lights, editor, settings):  # noqa: F811
    settings.REQUIRE_SECOND_FACTOR = False
    html(client, "/zoeken/?q=sfeerlicht")
    client.force_login(editor)
    assert "sfeerlicht" in html(client, "/beheer/zoeken/niet-gevonden/")
    answer = client.post("/beheer/synonyms/new/", {"words": "sfeerlicht, lantaarn"})
    assert answer.status_code == 302
    assert Synonyms.objects.filter(words="sfeerlicht, lantaarn").exists()
    assert "12 resultaten" in html(client, "/zoeken/?q=sfeerlicht")
    assert "minstens twee" in client.post("/beheer/synonyms/new/", {"words": "alleen"}).content.decode()


def test_who_is_no_editor_sees_no_list_of_questions(client, lights, django_user_model):
    client.force_login(django_user_model.objects.create(email="x@example.org", name="X"))
    assert client.get("/beheer/zoeken/niet-gevonden/").status_code in (302, 403)


@pytest.mark.parametrize("number", ["0", "-1", "9999", "abc", "²", "1" * 50])
def test_any_page_number_gives_a_page(client, lights, number):
    html(client, f"/zoeken/?q=lantaarn&pagina={number}")


@pytest.mark.parametrize("facet", ["soort", "thema", "stad", "provincie", "jaar", "status"])
def test_a_facet_that_nobody_has_gives_nothing(client, lights, facet):
    assert "Niets gevonden" in html(client, f"/zoeken/?{facet}=bestaat-niet")


def test_the_page_costs_as_many_queries_for_ten_times_as_much(client, index, mobility, eindhoven):  # noqa: F811
    counts = []
    for begin in (0, 20):
        for number in range(begin, begin * 10 or 20):
            one = make_initiative(f"Lantaarns {number}", theme=mobility)
            one.cities.add(eindhoven)
        index()
        client.get("/zoeken/?q=lantaarns")
        with CaptureQueriesContext(connection) as queries:
            client.get("/zoeken/?q=lantaarns")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_a_dutch_title_on_an_english_page_says_so_and_a_name_does_not():
    initiative = Card("initiative", "1", "lampen", "Slimme lampen", lead="Lampen die meten.")
    city = Card("organisation", "2", "eindhoven", "Eindhoven", lead="gemeente")
    with translation.override("en"):
        found = [build_result_card(card) for card in (initiative, city)]
    assert [result["title_language"] for result in found] == ["nl", ""]
    assert [result["excerpt_language"] for result in found] == ["nl", "nl"]
    with translation.override("nl"):
        assert build_result_card(initiative)["title_language"] == ""
