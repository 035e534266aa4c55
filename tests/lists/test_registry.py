"""What holds for each list in the registry."""

import csv
import io

import pytest
from django.urls import resolve, reverse
from lxml import html

from stedennet.lists.agenda import GOAL, PART_OF, YEAR
from stedennet.lists.declarations import Column, DeclarationError, List, Order
from stedennet.lists.facets import QueryFacet
from stedennet.lists.registry import LISTS
from stedennet.lists.remarks import REMARKS
from stedennet.network.models import Theme
from stedennet.spreading import lists as saved

pytestmark = pytest.mark.django_db
SWITCHES = {"lessen", "oproep", "overnemen"}
"""Facets that are on with any value."""
each_list = pytest.mark.parametrize("declared", LISTS, ids=lambda declared: declared.name)
each_facet = pytest.mark.parametrize(
    ("declared", "facet"),
    [(declared, facet) for declared in LISTS for facet in declared.facets if not facet.is_switch],
    ids=lambda part: part.name,
)


@each_list
def test_a_list_stands_at_its_path_in_each_form(client, declared):
    assert reverse(declared.page) == f"/{declared.name}/"
    for form in ("", "export.csv", "export.json", "feed.atom"):
        assert client.get(f"/{declared.name}/{form}").status_code == 200, form


@each_list
@pytest.mark.usefixtures("things")
def test_csv_and_json_have_the_declared_columns(client, declared):
    head, *lines = csv.reader(io.StringIO(client.get(f"/{declared.name}/export.csv").content.decode()))
    rows = client.get(f"/{declared.name}/export.json").json()[declared.data_name]
    assert tuple(head) == declared.column_names
    assert len(lines) == len(rows)
    assert all(tuple(row) == declared.column_names for row in rows)


@each_list
@pytest.mark.usefixtures("things")
def test_a_column_gives_what_its_type_says_or_nothing(declared):
    for row in declared.read({}):
        for column in declared.columns:
            value = column.value(row)
            assert value is None or isinstance(value, column.type), column.name


@each_facet
@pytest.mark.usefixtures("things")
def test_a_facet_says_how_many_rows_stand_behind_each_choice(declared, facet):
    options = declared.options(facet.name, {})
    # The action of the fixture has no dates, no goals and no parent, and its edition is sealed.
    assert options or facet in (YEAR, GOAL, PART_OF)
    for option in options:
        assert option.label
        assert option.count == len(list(declared.read({facet.name: option.value}))), option


@each_facet
def test_a_value_that_nobody_knows_finds_nothing_and_breaks_nothing(client, declared, facet):
    if facet.name not in SWITCHES:
        assert list(declared.read({facet.name: "x'\""})) == []
    assert client.get(f"/{declared.name}/", {facet.name: "x'\""}).status_code == 200


@each_list
@pytest.mark.usefixtures("things")
def test_the_options_of_all_facets_together_are_those_of_each(declared):
    for chosen in ({}, {"thema": "smart-mobility"}, {"lessen": "ja"}):
        wanted = {name: value for name, value in chosen.items() if name in declared.facet_names}
        together = declared.all_options(wanted)
        assert together == {name: declared.options(name, wanted) for name in declared.facet_names}


@each_list
@pytest.mark.usefixtures("things")
def test_a_switch_that_is_neither_on_nor_off_changes_nothing(client, declared):
    everything = list(declared.read({}))
    for facet in declared.facets:
        if facet.is_switch:
            assert list(declared.read({facet.name: "x'\""})) == everything
            assert client.get(f"/{declared.name}/", {facet.name: "x'\""}).status_code == 200


@each_list
def test_who_follows_a_list_can_keep_each_of_its_filters(declared):
    if declared.facets:
        assert saved.find_list(declared.name).names == declared.facet_names


@each_list
@pytest.mark.usefixtures("things")
def test_a_list_says_which_things_stand_in_it(declared):
    if declared.facets:
        keys = {str(getattr(row, "action_id", None) or row.pk) for row in declared.read({})}
        assert keys
        assert declared.keys_of({}, [*keys, "987654"]) == keys


@each_list
def test_a_filter_that_a_list_does_not_have_is_an_error(declared):
    with pytest.raises(KeyError):
        declared.options("onbekend", {})


@each_list
def test_each_list_is_served_by_its_own_pages(declared):
    pages = resolve(f"/{declared.name}/export.csv").func.__self__
    assert pages.declared is declared
    assert resolve(f"/{declared.name}/").func in (pages.page, pages.view)


def test_the_page_about_open_data_names_every_list_and_describes_its_columns(client):
    page = html.fromstring(client.get("/data/").content)
    for declared in LISTS:
        assert page.xpath(f"//a[@href='/{declared.name}/export.csv']"), declared.name
    described = [[code.text for code in table.xpath(".//th/code")] for table in page.xpath("//details//table")]
    assert described == [list(declared.column_names) for declared in (*LISTS, REMARKS)]
    assert page.xpath("//details//tr[th/code='begint_bekend_tot_op']/td/text()") == ["Begint, bekend tot op", "tekst"]


def facet(name="soort", label="Soort"):
    return QueryFacet(name, label, lambda rows, value: rows, lambda rows, value: [])


def make_list(**parts):
    orders = (Order("naam", "", lambda rows: rows),)
    parts = {"columns": (Column("naam", "Naam", str),), "orders": orders, **parts}
    return List(kind="x", name="x", label="X", rows=Theme.objects.all, feed=lambda rows: rows, **parts)


@pytest.mark.parametrize(
    "parts",
    [
        {"facets": (facet(label=""),)},
        {"facets": (facet(name=""),)},
        {"facets": (facet(), facet())},
        {"facets": (facet(name="pagina"),)},
        {"columns": (Column("naam", "", str),)},
        {"columns": (Column("naam", "Naam", str), Column("naam", "Naam", str))},
        {"orders": ()},
        {"orders": (Order("naam", "", list), Order("nieuw", "Nieuwste eerst", list))},
    ],
)
def test_what_is_declared_wrongly_fails_when_it_is_imported(parts):
    with pytest.raises(DeclarationError):
        make_list(**parts)


def test_a_right_declaration_is_taken():
    assert make_list(facets=(facet(),)).facet_names == ("soort",)
