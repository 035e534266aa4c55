"""From text to plain words: no capitals, no accents, one spelling where Dutch has two. Pure."""

import re
import unicodedata

LETTERS_APART = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"})
# Signs that nobody sees or types: soft hyphens, zero-width signs, marks of writing direction.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
WORD = re.compile(r"[^\W_]+")
# What stands around a letter apart is one word: e-mail, 5G-netwerk, Q-park stay what people write; co2 for CO₂.
LETTER_APART = re.compile(r"\b([a-z])-(?=[a-z]{3})")
PLACES = (
    ("gravenhage", re.compile(r"\b(?:'|’|‘)?s[- ]gravenhage\b"), "den haag"),
    ("the hague", re.compile(r"\bthe hague\b"), "den haag"),
    ("hertogenbosch", re.compile(r"\b(?:'|’|‘)?s[- ]hertogenbosch\b"), "den bosch"),
)
"""Names of cities of which two are in use; the second is what is compared (gemeentelijke herindeling, CBS)."""
BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
OWNERSHIP = re.compile(r"['’‘](?=s\b)")


def fold_text(text: str) -> str:
    """The same text in plain small letters, as it is compared: “Coördinatie” and “coordinatie” are one."""
    text = text.lower()
    if not text.isascii():
        text = BEYOND_ASCII.sub(_strip_accents, unicodedata.normalize("NFKD", UNSEEN.sub("", text))).lower()
    for sign, other, usual in PLACES:
        if sign in text:
            text = other.sub(usual, text)
    return LETTER_APART.sub(r"\1", OWNERSHIP.sub("", text))


def words_of(text: str) -> list[str]:
    """The words of a text, plain, in order; signs are left out.

    >>> words_of("Coördinatie van foto's in 's-Gravenhage")
    ['coordinatie', 'van', 'fotos', 'in', 'den', 'haag']
    """
    return WORD.findall(fold_text(text))


def _strip_accents(found: re.Match[str]) -> str:
    return "".join(sign for sign in found.group() if not unicodedata.combining(sign)).translate(LETTERS_APART)
