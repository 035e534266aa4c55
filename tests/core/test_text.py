"""Texts in the reader's language, and short ones."""

from types import SimpleNamespace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.text import get_localised_text, mask_address, shorten_text

THEME = SimpleNamespace(name="Wonen", name_en="Housing")
ONLY_DUTCH = SimpleNamespace(name="Wonen", name_en="")
texts = st.text(alphabet="ab ,.-\n…", max_size=60) | st.text(max_size=60)


@pytest.mark.parametrize(("language", "expected"), [("nl", "Wonen"), ("en", "Housing"), ("en-gb", "Housing")])
def test_a_text_is_given_in_the_language_asked_for(language, expected):
    assert get_localised_text(THEME, "name", language) == expected


def test_without_asking_the_active_language_counts():
    with translation.override("en"):
        assert get_localised_text(THEME, "name") == "Housing"
    with translation.override("nl"):
        assert get_localised_text(THEME, "name") == "Wonen"


def test_with_no_language_at_all_it_is_dutch():
    with translation.override(None):
        assert get_localised_text(THEME, "name") == "Wonen"


@pytest.mark.parametrize("record", [ONLY_DUTCH, SimpleNamespace(name="Wonen")])
def test_what_was_not_translated_stays_dutch(record):
    assert get_localised_text(record, "name", "en") == "Wonen"


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("Samen werken", 12, "Samen werken"),
        ("Samen werken", 11, "Samen…"),
        ("Samen, werken wij", 13, "Samen…"),
        ("  Samen \n werken ", 12, "Samen werken"),
        ("Huishoudelijkafval", 8, "Huishou…"),
        ("Samen", 1, "…"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_at_a_word(text, length, expected):
    assert shorten_text(text, length) == expected


@given(texts, st.integers(1, 70))
def test_a_short_text_is_never_longer_than_asked(text, length):
    assert len(shorten_text(text, length)) <= length


@given(texts, st.integers(1, 70))
def test_only_a_text_that_was_cut_gets_an_ellipsis(text, length):
    whole = " ".join(text.split())
    short = shorten_text(text, length)
    if len(whole) <= length:
        assert short == whole
    else:
        assert short.endswith("…")
        assert whole.startswith(short[:-1])


@given(texts, st.integers(2, 70))
def test_what_is_left_ends_where_a_word_ends(text, length):
    whole = " ".join(text.split())
    short = shorten_text(text, length)
    if short != whole and " " in whole[: length - 1]:
        assert whole[len(short) - 1] in " ,.;:-"


def test_a_masked_address_keeps_its_domain_and_one_letter():
    assert mask_address("griffie@denhaag.example") == "g…@denhaag.example"


@given(st.emails())
def test_no_masked_address_is_told_in_full(email):
    assert email not in mask_address(email)
