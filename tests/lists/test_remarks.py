"""The list of remarks on an edition: what is public of them as open data; it has no filters, one line adds one."""

import csv
import dataclasses
import io

import pytest

from stedennet.agenda.flows import consultation, editions
from stedennet.agenda.models import Remark
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.lists.facets import QueryFacet
from stedennet.lists.remarks import REMARKS, list_remarks_on
from tests.agenda.test_consultation import placed
from tests.builders.editions import make_edition

from .checks import assert_names_are_checked, count_values

pytestmark = pytest.mark.django_db


PAGE = "/agenda/edities/1/opmerkingen/"


@pytest.fixture
def things(eindhoven):
    """Two remarks, of which the first is answered and then withdrawn."""
    edition = editions.take_step(make_edition(eindhoven), Step.CONSULT, by=SYSTEM, until=today())
    answered = placed(edition, text="=1+1 is mooi.", code="SM-1", email="ria@example.org")
    placed(edition, email="bo@example.org")
    consultation.answer_remark(answered, "Dank u wel.", by=SYSTEM)
    consultation.withdraw_remark(answered.submission)
    return edition


def test_csv_and_json_hold_what_the_page_shows_and_no_more(client, things):
    rows = client.get(f"{PAGE}export.json").json()["opmerkingen"]
    assert [(row["actie"], row["naam"], row["organisatie"], row["antwoord"]) for row in rows] == [
        (None, "Jo", "Fietsersbond", None),
        ("SM-1", None, None, "Dank u wel."),
    ]
    page = client.get(f"{PAGE}export.csv")
    head, *lines = csv.reader(io.StringIO(page.content.decode()))
    assert tuple(head) == REMARKS.column_names
    assert len(lines) == len(rows) == 2
    assert "'=1+1 is mooi." in page.content.decode()
    assert "@example.org" not in page.content.decode()


def test_the_page_links_to_both_files(client, things):
    page = client.get(PAGE).content.decode()
    assert f'href="{PAGE}export.csv"' in page
    assert f'href="{PAGE}export.json"' in page


def test_the_remarks_on_one_edition_are_not_those_on_another(client, things):
    assert list_remarks_on(things).count() == Remark.objects.count() == 2
    assert client.get("/agenda/edities/9/opmerkingen/export.csv").status_code == 404
    assert client.get("/agenda/edities/9/opmerkingen/export.json").status_code == 404


def test_one_line_adds_a_filter(things):
    text = QueryFacet("tekst", "Tekst", lambda remarks, text: remarks.filter(text=text), count_values("text"))
    declared = dataclasses.replace(REMARKS, facets=(text,))
    for option in declared.options("tekst", {}):
        assert option.count == len(declared.read({"tekst": option.value})) == 1


def test_a_name_that_the_list_does_not_have_is_an_error(things):
    assert_names_are_checked(REMARKS)
