"""The pages of challenges: their list, each of them, and the way back from what belongs to them."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stedennet.agenda.models import Action
from stedennet.calls.models import Call
from stedennet.initiatives.models import Initiative
from stedennet.search import sources
from tests.builders.articles import make_article
from tests.builders.calls import make_call
from tests.builders.challenges import SOURCE, make_challenge
from tests.builders.editions import adopt, make_commitment, make_edition
from tests.builders.initiatives import make_initiative
from tests.builders.strategies import make_strategy

from .public_things import make_all

pytestmark = pytest.mark.django_db
PAGE = "/opgaven/groei/"
MOST = 15


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def count_queries(client, path):
    """The number of queries of a page, the second time that it is asked for."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.fixture
def challenge(mobility, eindhoven):
    """A challenge of Eindhoven with an action, an initiative and a call."""
    make_all(mobility, eindhoven)
    return make_challenge(
        "groei",
        Action.objects.get(),
        Initiative.objects.get(),
        Call.objects.get(),
        themes=[mobility],
        owner=eindhoven,
        sdgs=[11],
        title_en="How do cities cope with their growth?",
        text="Steden groeien al jaren.",
        source_on="2018-09-20",
    )


@pytest.mark.usefixtures("challenge")
@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", ["/opgaven/", PAGE])
def test_the_pages_answer_in_both_languages(client, language, path):
    page = read(client, f"{language}{path}")
    assert f'<html lang="{language[1:] or "nl"}">' in page
    assert ("How do cities cope" if language else "Hoe vangen steden") in page


@pytest.mark.usefixtures("challenge")
def test_a_page_says_what_it_is_whose_it_is_what_belongs_to_it_and_where_it_stands(client):
    page = read(client, PAGE)
    for words in ("Steden groeien al jaren.", "/organisaties/eindhoven/", SOURCE, "20 september 2018", "/sdg/11/"):
        assert words in page
    assert "Actie SM-1" in page
    assert "Slimme lantaarnpalen" in page
    assert "Wie bouwt een kaart?" in page
    assert "Het nieuws" in page
    assert 'class="status status--' in page


@pytest.mark.usefixtures("challenge")
def test_each_number_equals_the_rows_below_it(client, mobility):
    page = read(client, PAGE)
    for section in ("acties", "initiatieven", "oproepen"):
        block = re.search(rf'<section aria-labelledby="{section}">(.*?)</section>', page, re.S)[1]
        number = int(re.search(r"<h2[^>]*>\s*(\d+)", block)[1])
        assert number == 1
        assert len(re.findall(r"row__title|role-list__name", block)) == number
    total = int(re.search(r"Smart Mobility: (\d+) artikel", page)[1])
    assert f"{total} artikel<" in read(client, "/artikelen/?thema=smart-mobility")


def test_a_block_without_rows_is_not_there(client, mobility):
    make_challenge("groei", themes=[mobility])
    page = read(client, PAGE)
    for section in ("acties", "initiatieven", "oproepen", "artikelen"):
        assert f'id="{section}"' not in page


@pytest.mark.usefixtures("challenge")
def test_an_action_an_initiative_and_a_call_lead_to_their_challenge(client):
    for path in ("/agenda/acties/SM-1/", "/initiatieven/slimme-lantaarnpalen/", "/oproepen/wie-bouwt-een-kaart/"):
        assert f'href="{PAGE}"' in read(client, path)


def test_pages_of_things_without_a_challenge_do_not_speak_of_one(client, mobility, eindhoven):
    make_all(mobility, eindhoven)
    for path in ("/agenda/acties/SM-1/", "/initiatieven/slimme-lantaarnpalen/", "/oproepen/wie-bouwt-een-kaart/"):
        assert "<dt>Opgave" not in read(client, path)


@pytest.mark.usefixtures("challenge")
def test_the_page_of_a_theme_leads_to_its_challenges(client):
    assert f'href="{PAGE}"' in read(client, "/themas/smart-mobility/")


def test_an_example_says_so_in_the_list_on_its_page_in_the_feed_and_in_the_open_data(client, mobility):
    make_challenge("groei", themes=[mobility], is_example=True, source_url="")
    for path in ("/opgaven/", PAGE, "/themas/smart-mobility/"):
        assert "voorbeeld</span>" in read(client, path) or "· voorbeeld" in read(client, path)
    assert "Voorbeeld" in client.get("/opgaven/feed.atom").getvalue().decode()
    (row,) = client.get("/opgaven/export.json").json()["opgaven"]
    assert row["voorbeeld"] is True


@pytest.mark.usefixtures("challenge")
def test_the_list_is_there_as_csv_json_excel_and_feed_with_the_same_filters(client):
    make_challenge("stilte", title="Hoe wordt een stad stil?")
    rows = list(csv.DictReader(io.StringIO(read(client, "/opgaven/export.csv?sdg=11").removeprefix("\ufeff"))))
    assert [row["titel"] for row in rows] == ["Hoe vangen steden hun groei op?"]
    assert len(client.get("/opgaven/export.json?sdg=11").json()["opgaven"]) == 1
    assert client.get("/opgaven/export.xlsx?sdg=11").content[:2] == b"PK"
    feed = client.get("/opgaven/feed.atom?sdg=11").getvalue().decode()
    assert feed.count("<entry>") == 1
    assert "Steden groeien al jaren." in feed


@pytest.mark.usefixtures("challenge")
def test_a_challenge_is_embedded_and_shared_like_other_records(client):
    assert "Hoe vangen steden" in read(client, "/insluiten/opgave/groei/")
    picture = re.search(r'og:image" content="https?://[^/]+(/deelplaatje/opgave/groei/[^"]+)"', read(client, PAGE))
    assert picture


def test_a_challenge_that_is_not_there_is_not_found(client, db):
    assert client.get("/opgaven/bestaat-niet/").status_code == 404


@pytest.mark.usefixtures("challenge")
def test_ten_times_as_much_costs_no_more_queries(client, mobility, eindhoven):
    paths = ("/opgaven/", PAGE, "/opgaven/export.json", "/opgaven/feed.atom", "/sdg/11/", "/agenda/acties/SM-1/")
    Initiative.objects.update(sdgs=[11])
    few = {path: count_queries(client, path) for path in paths}
    action = Action.objects.get()
    for number in range(9):
        initiative = make_initiative(f"Initiatief {number}", theme=mobility, sdgs=[11])
        make_challenge(
            f"opgave-{number}",
            action,
            initiative,
            make_call(f"oproep-{number}", theme=mobility),
            title=f"Opgave {number}",
            themes=[mobility],
            owner=eindhoven,
            sdgs=[11],
        )
        make_article(title=f"Nieuws {number}", slug=f"nieuws-{number}", themes=[mobility])
    many = {path: count_queries(client, path) for path in paths}
    assert {path: (few[path], many[path]) for path in paths if many[path] > few[path]} == {}
    assert max(many[path] for path in paths if path.startswith("/opgaven") and path != PAGE) <= MOST, many


def test_the_status_of_an_action_stands_with_the_day_of_its_last_fact(client, eindhoven):
    action = adopt(make_edition(eindhoven)).commitments.get().action
    action.updates.create(on="2026-01-15", text="De eerste palen staan.")
    make_challenge("groei", action)
    assert "laatst gemeld: 15 januari 2026" in read(client, PAGE)


@pytest.mark.usefixtures("challenge")
def test_search_reads_a_challenge_with_its_owner_and_themes():
    (record,) = sources.read_challenges(None)
    assert (record.kind, record.address, record.themes) == ("challenge", "groei", ("smart-mobility",))
    assert (record.names, record.cities) == (("Eindhoven",), ("eindhoven",))
    assert record.title_en == "How do cities cope with their growth?"


@pytest.mark.usefixtures("challenge")
def test_the_page_of_a_strategy_shows_the_challenges_of_its_themes_once(client, mobility):
    make_challenge("stilte", title="Hoe wordt een stad stil?")
    strategy = make_strategy("samen")
    strategy.themes.add(mobility)
    page = read(client, "/strategie/samen/")
    assert page.count(f'href="{PAGE}"') == 1
    assert "Hoe wordt een stad stil?" not in page


def test_actions_of_former_editions_stand_apart_with_their_edition(client, eindhoven, mobility):
    adopt(make_edition(eindhoven, actions=2))
    former, kept = Action.objects.get(code="SM-1"), Action.objects.get(code="SM-2")
    challenge = make_challenge("vroeger", former, kept, themes=[mobility])
    new = make_edition(eindhoven, actions=0)
    new.commitments.filter(action=former).delete()
    if not new.commitments.filter(action=kept).exists():
        make_commitment(new, kept)
    adopt(new)
    page = " ".join(client.get(f"/opgaven/{challenge.slug}/").content.decode().split())
    assert "Acties uit eerdere edities" in page
    apart = page[page.index("Acties uit eerdere edities") :]
    assert "SM-1 Actie SM-1" in apart
    assert "editie 1, vervangen" in apart
    assert "SM-2 Actie" not in apart
