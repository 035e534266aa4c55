"""Highlights the words of a question in a text. Pure: returns pieces of text, marked or not, without markup."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

from .plain_words import words_of

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST = 240
BEFORE = 60
"""Characters of an excerpt, and the most of them before the first marked word."""
MOST_NEAR = 60
"""Maximum number of marked words counted in a window, to bound the time for texts full of them."""


@dataclass(frozen=True)
class TextPiece:
    """A piece of text; `marked` when it is a word of the question."""

    text: str
    marked: bool = False


def build_excerpt(text: str, forms: Callable[[str], Collection[str]], wanted: Collection[str]) -> list[TextPiece]:
    """Build the excerpt with the most wanted words, of at most `LONGEST` characters.

    `forms` returns the forms of a plain word. A text without wanted words gives its beginning.
    """
    text = " ".join(text.split())
    marks = _find_marks(text, forms, wanted)
    start = _find_best_start(marks)
    start = 0 if start <= BEFORE else text.find(" ", start - BEFORE) + 1
    end = len(text) if len(text) - start <= LONGEST else text.rfind(" ", start, start + LONGEST)
    end = end if end > start else min(len(text), start + LONGEST)
    pieces = _cut_pieces(
        text, start, end, [(begin, stop) for begin, stop, _ in marks if begin >= start and stop <= end]
    )
    return [*([TextPiece("… ")] if start else []), *pieces, *([TextPiece(" …")] if end < len(text) else [])]


def mark_words(text: str, forms: Callable[[str], Collection[str]], wanted: Collection[str]) -> list[TextPiece]:
    """Mark the wanted words in a short text, such as a title."""
    return _cut_pieces(text, 0, len(text), [(begin, stop) for begin, stop, _ in _find_marks(text, forms, wanted)])


def _find_marks(
    text: str, forms: Callable[[str], Collection[str]], wanted: Collection[str]
) -> list[tuple[int, int, str]]:
    marks, wanted_forms = [], frozenset(wanted)
    for token in TOKEN.finditer(text):
        matching = wanted_forms.intersection(form for word in _split_words(token.group()) for form in forms(word))
        if matching:
            marks.append((token.start(), token.end(), min(matching)))
    return marks


def _find_best_start(marks: list[tuple[int, int, str]]) -> int:
    # The start of the first window with the most different words.
    best_start, most = 0, 0
    for index, (begin, _, _) in enumerate(marks):
        words = {word for start, _, word in marks[index : index + MOST_NEAR] if start < begin + LONGEST - BEFORE}
        if len(words) > most:
            best_start, most = begin, len(words)
    return best_start


def _cut_pieces(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> list[TextPiece]:
    pieces, position = [], start
    for begin, stop in spans:
        pieces += [TextPiece(text[position:begin]), TextPiece(text[begin:stop], marked=True)]
        position = stop
    return [piece for piece in [*pieces, TextPiece(text[position:end])] if piece.text]


@lru_cache(50_000)
def _split_words(token: str) -> tuple[str, ...]:
    return tuple(words_of(token))
