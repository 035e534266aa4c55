"""Names with typing errors are recognised; different names are not. Measured by `benchmarks/look_alikes.py`."""

import random

import pytest
from benchmarks import look_alikes as measure
from hypothesis import given
from hypothesis import strategies as st

from stedennet.initiatives.querysets import look_alikes
from stedennet.initiatives.rules import lines
from stedennet.initiatives.rules.look_alikes import NameIndex, extract_words
from tests.builders.initiatives import make_initiative

NAMES = measure.read(measure.DEMO, "name")
INDEX = NameIndex(enumerate(NAMES), leave_out=measure.read(measure.DEMO.parent / "municipalities.csv", "name"))


@pytest.mark.parametrize("way", measure.WAYS)
def test_a_name_typed_otherwise_is_found_nearly_always(way):
    chance = random.Random(11)
    found = sum(key in [one.key for one in INDEX.like(way(name, chance))] for key, name in enumerate(NAMES))
    assert found / len(NAMES) >= 0.9


def test_all_ways_together_find_ninety_five_in_a_hundred():
    chance = random.Random(12)
    tries = [(key, way(name, chance)) for key, name in enumerate(NAMES) for way in measure.WAYS]
    found = sum(key in [one.key for one in INDEX.like(typed)] for key, typed in tries)
    assert found / len(tries) >= 0.95


def test_names_of_other_things_stay_silent():
    silent = sum(not INDEX.like(name) for name in measure.UNRELATED)
    assert silent / len(measure.UNRELATED) >= 0.95


@given(st.text(max_size=60))
def test_any_text_is_answered_with_at_most_three(text):
    found = INDEX.like(text)
    assert len(found) <= 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_new_name_is_known_at_once(mobility):
    assert not look_alikes.find_look_alikes("Slimme lantaarnpalen")
    one = make_initiative("Slimme lantaarnpalen", theme=mobility)
    assert [found.key for found in look_alikes.find_look_alikes("lantarenpalen, slimme")] == [one.pk]
    assert not look_alikes.find_look_alikes("Slimme lantaarnpalen", without=one.pk)
    assert [found.key for found in look_alikes.find_look_alikes("SLIMME LANTAARNPALEN UTRECHT")] == [one.pk]


def test_small_words_and_accents_do_not_count():
    assert extract_words("Het Ünieke Proefproject van de Stad") == ["unieke", "proefproject"]
    assert extract_words("de van") == ["de", "van"]


PART = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=";"), max_size=30).map(
    lambda text: " ".join(text.split())
)


@given(st.lists(st.tuples(PART.filter(bool), PART, PART), max_size=6))
def test_lists_as_lines_are_read_as_they_were_written(rows):
    found = lines.parse_lines(lines.format_lines(rows), most_parts=3)
    assert [tuple(one.at(place) for place in range(3)) for one in found] == rows


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "example.org", "https://", "https://a b", "//x", "https://[x"]
)
def test_what_is_no_web_address_is_refused(text):
    with pytest.raises(ValueError, match="geen webadres"):
        lines.check_web_address(text)
