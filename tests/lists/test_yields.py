"""The list of yields: what its filters count, and that its totals are those of its rows."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stedennet.agenda.models import Action
from stedennet.calls.models import Call
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.lists.yields import YIELDS
from tests.builders.yields import make_yield

from .checks import assert_counts_are_those_of_the_list, assert_names_are_checked, count_options

pytestmark = pytest.mark.django_db


@pytest.fixture
def yields(things, eindhoven, utrecht):
    """Beside that of the fixture: three of an action, one of an adoption; two are confirmed, one is from a source."""
    action = Action.objects.get()
    adoption = Adoption.objects.create(
        initiative=Initiative.objects.get(), organisation=utrecht, kind="as_is", told_at="2026-01-01T12:00Z"
    )
    make_yield("1000", action=action, by=eindhoven, answered_by=utrecht)
    make_yield("2.5", "KWH  per jaar", action=action, by=utrecht, answered_by=eindhoven)
    make_yield("7", "banen", action=action)
    make_yield("9", "banen", adoption=adoption, by=utrecht)


@pytest.mark.usefixtures("yields")
def test_each_choice_counts_the_yields_that_it_shows():
    assert_counts_are_those_of_the_list(YIELDS)
    assert count_options(YIELDS, "stand") == {"confirmed": 2, "reported": 2, "sourced": 1}
    assert count_options(YIELDS, "soort") == {"actie": 3, "oproep": 1, "overname": 1}
    assert count_options(YIELDS, "organisatie") == {"eindhoven": 3, "utrecht": 3}


def test_a_name_that_the_list_does_not_have_is_an_error(things):
    assert_names_are_checked(YIELDS)


@pytest.mark.usefixtures("yields")
@pytest.mark.parametrize(
    "query", ["", "?thema=smart-mobility", "?soort=actie", "?eenheid=banen", "?stand=sourced", "?q=kwh"]
)
def test_the_totals_on_the_page_are_those_of_the_list_and_only_like_units_are_added(client, query):
    totals = client.get(f"/opbrengsten/{query}").context["totals"]
    rows = client.get(f"/opbrengsten/export.json{query}").json()["opbrengsten"]
    for state in ("confirmed", "sourced"):
        expected = {}
        for row in rows:
            if row["stand"] == state:
                unit = " ".join(row["eenheid"].casefold().split())
                amount, number = expected.get(unit, (Decimal(0), 0))
                expected[unit] = (amount + Decimal(str(row["getal"])), number + 1)
        shown = {total["figure"].partition(" ")[2].casefold(): total for total in totals[state]}
        assert {" ".join(unit.split()): total["number"] for unit, total in shown.items()} == {
            unit: number for unit, (_amount, number) in expected.items()
        }
    if not query:
        assert [total["figure"] for total in totals["confirmed"]] == ["1.002,50 kWh per jaar"]
        assert [total["figure"] for total in totals["sourced"]] == ["7 banen"]


@pytest.mark.usefixtures("yields")
@pytest.mark.parametrize("path", ["", "?thema=smart-mobility&stand=confirmed", "feed.atom", "export.json"])
def test_the_page_needs_few_queries_and_no_more_with_many(client, eindhoven, utrecht, path):
    client.get(f"/opbrengsten/{path}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/opbrengsten/{path}")
    for number in range(40):
        make_yield(number, f"eenheid {number}", action=Action.objects.get(), by=eindhoven, answered_by=utrecht)
    with CaptureQueriesContext(connection) as many:
        assert client.get(f"/opbrengsten/{path}").status_code == 200
    assert len(many) == len(few) <= 15


@pytest.mark.usefixtures("yields")
def test_home_and_the_theme_say_the_sum_in_one_line_with_a_link(client):
    for page, url in (("/", "/opbrengsten/"), ("/themas/smart-mobility/", "/opbrengsten/?thema=smart-mobility")):
        text = client.get(page).content.decode()
        assert "Wat het opleverde: 1.002,50 kWh per jaar." in text
        assert "Volgens openbare bronnen: 7 banen." in text
        assert f'href="{url}"' in text


def test_where_nothing_came_of_anything_yet_nothing_stands(client, things):
    for page in ("/", "/themas/smart-mobility/"):
        assert "Alles wat het opleverde" not in client.get(page).content.decode()


@pytest.mark.usefixtures("yields")
def test_of_examples_nothing_is_told(client):
    Call.objects.update(is_example=True)
    assert count_options(YIELDS, "soort") == {"actie": 3, "overname": 1}
    assert client.get(reverse("yield", args=[Call.objects.get().yields.get().pk])).status_code in (302, 404)
