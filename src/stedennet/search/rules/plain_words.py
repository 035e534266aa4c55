"""Plain words of a text: lower case, without accents, with one spelling where Dutch has two. Pure."""

import re
import unicodedata

SPECIAL_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"})
# Soft hyphens, zero-width characters and marks of writing direction.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
WORD = re.compile(r"[^\W_]+")
# A single letter and a hyphen belong to the word that follows: e-mail becomes email.
LETTER_WITH_HYPHEN = re.compile(r"\b([a-z])-(?=[a-z]{3})")
PLACES = (
    ("gravenhage", re.compile(r"\b(?:'|’|‘)?s[- ]gravenhage\b"), "den haag"),
    ("the hague", re.compile(r"\bthe hague\b"), "den haag"),
    ("hertogenbosch", re.compile(r"\b(?:'|’|‘)?s[- ]hertogenbosch\b"), "den bosch"),
)
"""Cities with two names: a substring to test first, the pattern, and the name that replaces it."""
BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
APOSTROPHE_S = re.compile(r"['’‘](?=s\b)")


def fold_text(text: str) -> str:
    """Fold a text to plain lower case, so that “Coördinatie” and “coordinatie” are equal."""
    text = text.lower()
    if not text.isascii():
        text = BEYOND_ASCII.sub(_strip_accents, unicodedata.normalize("NFKD", INVISIBLE.sub("", text))).lower()
    for fragment, pattern, name in PLACES:
        if fragment in text:
            text = pattern.sub(name, text)
    return LETTER_WITH_HYPHEN.sub(r"\1", APOSTROPHE_S.sub("", text))


def words_of(text: str) -> list[str]:
    """Split a text into plain words, without punctuation.

    >>> words_of("Coördinatie van foto's in 's-Gravenhage")
    ['coordinatie', 'van', 'fotos', 'in', 'den', 'haag']
    """
    return WORD.findall(fold_text(text))


def _strip_accents(match: re.Match[str]) -> str:
    return "".join(char for char in match.group() if not unicodedata.combining(char)).translate(SPECIAL_LETTERS)
