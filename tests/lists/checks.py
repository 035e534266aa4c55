"""What the test of each list asks of its declaration."""

import csv
import dataclasses
import io

import pytest
from django.test import RequestFactory

from stedennet.lists.declarations import List
from stedennet.lists.facets import Facet, Option
from stedennet.site.views.lists import ListPages


def count_options(declared: List, name: str, **chosen: str) -> dict[str, int]:
    """The number behind each option of a facet that has rows."""
    return {option.value: option.count for option in declared.options(name, chosen) if option.count}


def assert_counts_are_those_of_the_list(declared: List, *, without_options: tuple[str, ...] = ()) -> None:
    """Each option of each facet counts the rows that it shows; `without_options` names facets that have none here."""
    assert declared.facets
    for facet in declared.facets:
        if facet.is_switch:
            continue  # It has no options: it widens another facet (tests/site/test_crosswalk.py).
        options = declared.options(facet.name, {})
        assert any(option.count for option in options) or facet.name in without_options, facet.name
        for option in options:
            assert option.count == len(list(declared.read({facet.name: option.value}))), (facet.name, option)


def assert_names_are_checked(declared: List) -> None:
    """A name that no facet has is an error; an order that nobody knows is the first."""
    with pytest.raises(KeyError):
        declared.facet("onbekend")
    with pytest.raises(KeyError):
        declared.options("onbekend", {})
    assert list(declared.read({"volgorde": "onbekend"})) == list(declared.read({}))


def count_values(field: str):
    """Counts each value of a field, as a facet of one line does."""

    def count(rows, _value):
        values = [str(value) for value in rows.values_list(field, flat=True)]
        return [Option(value, value, values.count(value)) for value in sorted(set(values))]

    return count


def assert_one_line_adds_a_filter(declared: List, facet: Facet) -> None:
    """With `facet` among the declared ones, the page shows it with its numbers and the CSV file is filtered by it."""
    extended = dataclasses.replace(declared, facets=(*declared.facets, facet))
    pages = ListPages(declared=extended, entries=lambda rows: [])
    shown = pages.context(pages.filters(RequestFactory().get("/")))["facets"]
    assert [one["name"] for one in shown] == [*declared.facet_names, facet.name]
    options = extended.options(facet.name, {})
    assert options
    for option in options:
        file = pages.csv(RequestFactory().get("/", {facet.name: option.value})).content.decode()
        assert option.count == len(list(csv.reader(io.StringIO(file)))) - 1 > 0
