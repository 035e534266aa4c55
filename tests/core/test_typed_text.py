"""Signs that nobody sees go, whoever typed them; writing that needs them keeps them."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stedennet.core.typed_text import clean_line, clean_text, clean_texts_in

UNSEEN = (
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
    "\u061c\u200b\u200c\u200d\u2060\ufeff\u00ad\u3164\U000e0041"
)
FAMILY, ENGLAND = "👨‍👩‍👧", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
PERSIAN, HINDI = "می‌خواهم", "क्‍ष"


@pytest.mark.parametrize("sign", UNSEEN, ids=[f"U+{ord(sign):04X}" for sign in UNSEEN])
def test_a_line_loses_every_sign_that_nobody_sees(sign):
    assert clean_line(f"Gemeente{sign} Den{sign}{sign}Haag{sign}") == "Gemeente DenHaag"


@pytest.mark.parametrize(
    "words", [FAMILY, "❤️", "1️⃣", "👍🏽", "🏳️‍🌈", PERSIAN, HINDI, "Súdwest-Fryslân", "’s-Hertogenbosch", "12 %"]
)
def test_a_line_keeps_what_its_writing_needs(words):
    assert clean_line(words) == unicodedata.normalize("NFC", words)
    assert clean_text(words) == unicodedata.normalize("NFC", words)


def test_one_letter_is_one_letter_however_it_was_typed():
    assert clean_line("Su\u0301dwest-Frysla\u0302n") == clean_text("Su\u0301dwest-Frysla\u0302n") == "Súdwest-Fryslân"


def test_letters_are_not_replaced_by_others():
    assert clean_line("ﬁets ² Ⅳ") == "ﬁets ² Ⅳ", "NFC, not NFKC"


def test_a_line_is_one_line():
    assert clean_line("a\r\nb\u2028c\x85d\te") == "a b c d e"


def test_a_text_keeps_its_lines_with_plain_ends():
    assert clean_text("a\r\nb\rc\u2029d\n\n\te") == "a\nb\nc\nd\n\n\te"


def test_a_text_loses_what_turns_the_rest_around():
    assert clean_text("betaal \u202e001\u202c euro") == "betaal 001 euro"
    assert clean_text("\u2067open\nen verder") == "open\nen verder"
    assert clean_text("dicht\u2069") == "dicht"


def test_a_text_keeps_a_right_to_left_part_that_ends():
    hebrew = "Het boek \u2067שלום (עולם)\u2069 en dan \u200fא\u200e."
    assert clean_text(hebrew) == hebrew


def test_the_flag_of_england_becomes_a_flag():
    assert clean_line(ENGLAND) == "🏴"


def test_lists_and_mappings_are_cleaned_inside():
    assert clean_texts_in({"a": ["x\u202e", {"b": "y\ufeff"}], "c": 1, "d": None}) == {
        "a": ["x", {"b": "y"}],
        "c": 1,
        "d": None,
    }


ODD = st.text(
    alphabet=st.sampled_from(f"ab é e\u0301{UNSEEN}\ufe0f\u20e3👨👩म्ख\r\n\0\t") | st.characters(), max_size=30
)


@given(ODD)
@example("👨\u200d\u200d👩")
@example("e\u200d\u0301")
def test_cleaning_twice_changes_nothing_more(text):
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)


@given(ODD)
def test_no_line_turns_anything_around_or_cannot_be_stored(text):
    line, words = clean_line(text), clean_text(text)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b\ufeff\0\n\r") & set(line)
    assert not set("\u202a\u202b\u202c\u202d\u202e\ufeff\0\r") & set(words)
    line.encode()
    words.encode()


@given(st.text(alphabet=st.characters(max_codepoint=0x24F, categories=["L", "N", "P", "S"]), max_size=40))
def test_ordinary_words_stay_as_they_are(text):
    assert clean_line(text) == clean_text(text) == unicodedata.normalize("NFC", text)
