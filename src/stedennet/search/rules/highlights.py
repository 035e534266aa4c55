"""Shows where the words of a question stand in a text. Pure: pieces of text, each marked or not, never markup."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

from .plain_words import words_of

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST = 240
BEFORE = 60
"""Signs of an excerpt, and how many of them may stand before the first marked word."""
MOST_NEAR = 60
"""Marked words of an excerpt that are counted: one in which every letter is marked costs no more than another."""


@dataclass(frozen=True)
class TextPiece:
    """A piece of text; `marked` when it is a word that was asked for."""

    text: str
    marked: bool = False


def build_excerpt(text: str, forms: Callable[[str], Collection[str]], wanted: Collection[str]) -> list[TextPiece]:
    """The part of a text where most of the wanted words stand, at most `LONGEST` signs.

    `forms` gives what a plain word is compared by. Without any wanted word in it: the begin of the text.
    """
    text = " ".join(text.split())
    found = _find_marks(text, forms, wanted)
    start = _find_best_start(found)
    start = 0 if start <= BEFORE else text.find(" ", start - BEFORE) + 1
    end = len(text) if len(text) - start <= LONGEST else text.rfind(" ", start, start + LONGEST)
    end = end if end > start else min(len(text), start + LONGEST)
    pieces = _cut_pieces(
        text, start, end, [(begin, stop) for begin, stop, _ in found if begin >= start and stop <= end]
    )
    return [*([TextPiece("… ")] if start else []), *pieces, *([TextPiece(" …")] if end < len(text) else [])]


def mark_words(text: str, forms: Callable[[str], Collection[str]], wanted: Collection[str]) -> list[TextPiece]:
    """A whole short text, such as a title, with the wanted words marked."""
    return _cut_pieces(text, 0, len(text), [(begin, stop) for begin, stop, _ in _find_marks(text, forms, wanted)])


def _find_marks(
    text: str, forms: Callable[[str], Collection[str]], wanted: Collection[str]
) -> list[tuple[int, int, str]]:
    found, asked = [], frozenset(wanted)
    for token in TOKEN.finditer(text):
        same = asked.intersection(form for word in _split_words(token.group()) for form in forms(word))
        if same:
            found.append((token.start(), token.end(), min(same)))
    return found


def _find_best_start(found: list[tuple[int, int, str]]) -> int:
    # The first window in which the most different words stand.
    best, most = 0, 0
    for place, (begin, _, _) in enumerate(found):
        near = {word for start, _, word in found[place : place + MOST_NEAR] if start < begin + LONGEST - BEFORE}
        if len(near) > most:
            best, most = begin, len(near)
    return best


def _cut_pieces(text: str, start: int, end: int, found: list[tuple[int, int]]) -> list[TextPiece]:
    pieces, here = [], start
    for begin, stop in found:
        pieces += [TextPiece(text[here:begin]), TextPiece(text[begin:stop], marked=True)]
        here = stop
    return [piece for piece in [*pieces, TextPiece(text[here:end])] if piece.text]


@lru_cache(50_000)
def _split_words(token: str) -> tuple[str, ...]:
    return tuple(words_of(token))
