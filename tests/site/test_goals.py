"""The page of a sustainable development goal, and the filter that its links lead to."""

import re

import pytest

from stedennet.agenda.models import Action, Commitment
from stedennet.core.goals import GOAL_NAMES
from stedennet.initiatives.models import Initiative
from tests.builders.challenges import make_challenge
from tests.builders.editions import adopt, make_edition
from tests.builders.initiatives import make_initiative

pytestmark = pytest.mark.django_db


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.fixture
def named(mobility, eindhoven):
    """Goal 11 is named by eight initiatives, two actions and a challenge; goal 3 by one initiative."""
    for number in range(8):
        make_initiative(f"Initiatief {number}", theme=mobility, sdgs=[11])
    make_initiative("Gezond", theme=mobility, sdgs=[3, 1])
    edition = make_edition(eindhoven, actions=2)
    for commitment in edition.commitments.all():
        commitment.sdgs = [11]
        commitment.save()
    adopt(edition)
    make_challenge(themes=[mobility], sdgs=[11])


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("number", GOAL_NAMES)
def test_each_goal_has_a_page_in_both_languages_that_names_its_source(client, db, language, number):
    page = read(client, f"{language}/sdg/{number}/")
    assert f"https://sdgs.un.org/goals/goal{number}" in page
    assert f'href="http://metadata.un.org/sdg/{number}"' in page


@pytest.mark.parametrize("number", [0, 18, 100])
def test_there_are_seventeen_goals(client, db, number):
    assert client.get(f"/sdg/{number}/").status_code == 404


@pytest.mark.usefixtures("named")
def test_each_number_equals_that_of_the_list_with_this_goal(client):
    page = read(client, "/sdg/11/")
    numbers = dict(re.findall(r'<h2 class="section-title" id="(\w+)">\s*(\d+)', page))
    assert numbers == {"opgaven": "1", "acties": "2", "initiatieven": "8"}
    for path, words in {"opgaven": "1 opgave<", "agenda": "2 acties", "initiatieven": "8 initiatieven<"}.items():
        assert words in read(client, f"/{path}/?sdg=11")
    assert 'href="/initiatieven/?sdg=11"' in page
    assert 'href="/agenda/?sdg=11"' not in page  # all two of them stand here


@pytest.mark.usefixtures("named")
def test_what_nothing_names_is_not_there(client):
    page = read(client, "/sdg/3/")
    assert 'id="initiatieven"' in page
    assert 'id="acties"' not in page
    assert 'id="opgaven"' not in page
    assert "section-title" not in read(client, "/sdg/5/")


@pytest.mark.usefixtures("named")
def test_a_goal_leads_to_the_other_goals_that_the_network_names(client):
    found = set(re.findall(r'href="/sdg/(\d+)/"', read(client, "/sdg/11/")))
    assert found == {"1", "3"}


@pytest.mark.usefixtures("named")
def test_the_goals_of_an_action_and_an_initiative_lead_to_their_page(client):
    initiative = Initiative.objects.get(title="Gezond")
    assert 'href="/sdg/3/"' in read(client, f"/initiatieven/{initiative.slug}/")
    assert 'href="/sdg/11/"' in read(client, f"/agenda/acties/{Action.objects.first().code}/")


@pytest.mark.usefixtures("named")
def test_open_data_and_feeds_take_the_same_filter(client):
    assert len(client.get("/initiatieven/export.json?sdg=11").json()["initiatieven"]) == 8
    assert len(client.get("/agenda/export.json?sdg=11").json()["acties"]) == 2
    assert client.get("/initiatieven/feed.atom?sdg=3").getvalue().decode().count("<entry>") == 1


@pytest.mark.usefixtures("named")
def test_a_goal_of_an_action_is_that_of_the_current_edition(client):
    assert Commitment.objects.serving(11).count() == 2
    assert not client.get("/agenda/export.json?sdg=3").json()["acties"]
