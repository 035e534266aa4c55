"""Filters in the address, and what is taken along as open data."""

import csv
import io
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.csv_output import unescape_formula
from stedennet.lists.facets import Option
from stedennet.site.filters import LONGEST, Filters
from stedennet.site.open_data import build_csv_response
from tests.builders.editions import adopt, make_edition

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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/agenda/?thema=smart-mobility", "Thema: Smart Mobility (G5)"),
        ("/agenda/?organisatie=eindhoven&fase=planning", "Organisatie: Eindhoven, Fase: plannen"),
        ("/initiatieven/?stad=eindhoven", "Stad: Eindhoven"),
        ("/initiatieven/?organisatie=eindhoven", "Organisatie: Eindhoven"),
        ("/oproepen/?organisatie=eindhoven&q=licht", "Organisatie: Eindhoven, “licht”"),
        ("/artikelen/?organisatie=eindhoven", "Organisatie: Eindhoven"),
        ("/evenementen/?organisatie=eindhoven", "Organisatie: Eindhoven"),
        ("/organisaties/?soort=company", "Soort: bedrijf"),
    ],
)
def test_a_list_without_hits_names_the_filters_in_words(client, mobility, eindhoven, utrecht, path, words):
    if path.startswith("/agenda"):
        adopt(make_edition(utrecht))
    page = client.get(path).content.decode()
    assert f"Niets gevonden voor {words}." in page
