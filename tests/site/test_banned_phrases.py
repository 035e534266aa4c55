"""No text on screen or in a mail has a phrase that an editor struck out; the better words stand beside each."""

import csv
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import stedennet

PHRASES = Path(__file__).with_name("banned_phrases.tsv")
CATALOGUE = Path(stedennet.__file__).parent / "locale/en/LC_MESSAGES/django.po"


def read_phrases() -> list[dict[str, str]]:
    with PHRASES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def texts() -> dict[str, set[str]]:
    """Every text by language: the Dutch ones are the keys of the English ones. Singular and plural both count."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file, locale="en") if message.id]
    dutch, english = ([getattr(message, part) for message in messages] for part in ("id", "string"))
    return {language: set(_flatten(values)) for language, values in (("nl", dutch), ("en", english))}


def _flatten(values):
    return (text for value in values for text in (value if isinstance(value, (tuple, list)) else (value,)))


def find_phrase(phrase: str, texts: set[str]) -> list[str]:
    """The texts with this phrase as whole words. A capital counts: “Stand” heads a column, “in stand” is a word."""
    words = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")
    return [text for text in texts if words.search(text)]


@pytest.mark.parametrize("row", read_phrases(), ids=lambda row: f"{row['language']}: {row['phrase']}")
def test_no_text_has_a_phrase_that_was_struck_out(texts, row):
    assert find_phrase(row["phrase"], texts[row["language"]]) == [], f"better: {row['better']}"


def test_each_phrase_stands_once_with_better_words():
    rows = read_phrases()
    assert all(row["better"] and row["language"] in ("nl", "en") for row in rows)
    assert len({(row["language"], row["phrase"]) for row in rows}) == len(rows)


def test_a_phrase_is_found_as_whole_words_in_both_numbers():
    assert find_phrase("Stand", {"Stand, berekend", "Standplaats", "in stand"}) == ["Stand, berekend"]
    assert list(_flatten([("1 call", "2 calls"), "x"])) == ["1 call", "2 calls", "x"]
