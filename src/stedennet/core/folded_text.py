"""Text folded for comparison: case, accents, apostrophes, hyphens and spaces make no difference. In Python and in SQL.

`fold_text` and the lookup `__folded` give the same result in Python and in the database, so that “Súdwest-Fryslân”,
“sudwest fryslan” and “SÚDWEST–FRYSLÂN” (also in other normal forms) are equal.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField, Transform
from django.db.models.sql.compiler import SQLCompiler

APOSTROPHES = "'’‘‛`´ʼʹ′＇ˈ"
HYPHENS = "-‐‑‒–—―−﹘﹣－_/·"
ONE_LETTER = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
TWO_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij"}
"""Letters that do not decompose into a letter and an accent."""
COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_NOTHING, _SPACE = dict.fromkeys(APOSTROPHES, ""), dict.fromkeys(HYPHENS, " ")
_APART = str.maketrans(ONE_LETTER | TWO_LETTERS | _NOTHING | _SPACE)
_LEFT_OUT = re.compile(f"[{COMBINING}{UNSEEN}]")


def fold_text(text: str) -> str:
    """The text in plain lower-case letters, with single spaces."""
    text = text.lower()
    if not text.isascii():
        # Translate first: normalising would split some apostrophes into a space and an accent.
        text = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", text.translate(_APART))).lower()
    return " ".join(text.translate(_APART).split())


class Folded(Transform):
    """`title__folded__contains=fold_text(words)`: the same comparison in the database."""

    lookup_name = "folded"
    function = "fold_text"
    output_field = TextField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Sequence[Any]]:
        """With PostgreSQL's built-in functions: no extension and no locale (normalize needs a UTF-8 database)."""
        return super().as_sql(compiler, connection, template=_POSTGRESQL, **context)


def _build_postgresql() -> str:
    text = "%(expressions)s"
    for letter, plain in TWO_LETTERS.items():
        text = f"replace(replace({text}, '{letter}', '{plain}'), '{letter.upper()}', '{plain}')"
    text = f"regexp_replace(normalize({_translate_letters(text)}, NFKD), '[{COMBINING}{UNSEEN}]', '', 'g')"
    return rf"btrim(regexp_replace({_translate_letters(f'lower({text})')}, '\s+', ' ', 'g'))"


def _translate_letters(text: str) -> str:
    # `translate` drops the characters without a counterpart, which come last.
    letters = (
        "".join(letter + letter.upper() for letter in ONE_LETTER if len(letter.upper()) == 1 and letter != "ı") + "ı"
    )
    plain = (
        "".join(ONE_LETTER[letter] * 2 for letter in ONE_LETTER if len(letter.upper()) == 1 and letter != "ı") + "i"
    )
    characters = (letters + HYPHENS + APOSTROPHES).replace("'", "''")
    return f"translate({text}, '{characters}', '{plain}{' ' * len(HYPHENS)}')"


_POSTGRESQL = _build_postgresql()


def register_folded_lookup() -> None:
    """Register the lookup for all text fields, and its SQL function on every SQLite connection."""
    for field in (CharField, TextField):
        field.register_lookup(Folded)
    connection_created.connect(_add_sqlite_function, dispatch_uid="fold_text")


def _add_sqlite_function(sender: type, connection: BaseDatabaseWrapper, **_more: object) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("fold_text", 1, _fold_or_none, deterministic=True)


def _fold_or_none(text: object) -> str | None:
    return None if text is None else fold_text(str(text))
