"""Filters in the address, and what is taken along as open data."""

import csv
import io
from urllib.parse import parse_qs, parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.csv_output import unescape_formula
from stedennet.lists.facets import Option
from stedennet.site.filters import LONGEST, Filters
from stedennet.site.open_data import build_csv_response

NAMES = ("soort", "provincie")
queries = st.dictionaries(st.sampled_from([*NAMES, "q", "pagina", "vreemd"]), st.text(max_size=150))


@given(queries)
def test_only_known_filters_are_kept_and_none_is_empty_or_endless(query):
    chosen = Filters(query, NAMES).chosen
    assert set(chosen) <= {*NAMES, "q"}
    assert all(0 < len(value) <= LONGEST and "\0" not in value for value in chosen.values())


@given(queries)
def test_the_address_gives_the_same_filters_again(query):
    filters = Filters(query, NAMES)
    again = Filters(dict(parse_qsl(urlsplit(filters.onto("/lijst/")).query)), NAMES)
    assert {name: value.strip() for name, value in filters.chosen.items() if value.strip()} == again.chosen


@given(queries)
def test_each_chip_takes_just_its_own_filter_away(query):
    filters = Filters(query, NAMES)
    chips = filters.active({})
    assert len(chips) == len(filters.chosen)
    for name, chip in zip(filters.chosen, chips, strict=True):
        assert set(parse_qs(chip["remove_url"].removeprefix("?"))) == set(filters.chosen) - {name}


def test_an_option_without_results_is_left_out_unless_it_is_chosen():
    filters = Filters({"soort": "b"}, NAMES)
    shown = filters.options("soort", [Option("a", "A", 0), Option("b", "B", 0), Option("c", "C", 3)])
    assert [one["value"] for one in shown] == ["b", "c"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n")))
def test_a_cell_comes_out_of_the_csv_as_it_went_in(text):
    answer = build_csv_response("lijst", ["naam"], [{"naam": text}]).content.decode()
    (_head, (cell,)) = csv.reader(io.StringIO(answer, newline=""))
    assert unescape_formula(cell) == text
