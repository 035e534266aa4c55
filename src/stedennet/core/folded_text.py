"""Text as it is compared: capitals, accents, apostrophes, hyphens and spaces make no difference. Pure, and in a query.

`fold` and the lookup `__folded` give the same text, in Python and in the database, so that “Súdwest-Fryslân”,
“sudwest fryslan” and “SÚDWEST–FRYSLÂN” (also in other normal forms) are one.
"""

import re
import unicodedata
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField, Transform

APOSTROPHES = "'’‘‛`´ʼʹ′＇ˈ"
HYPHENS = "-‐‑‒–—―−﹘﹣－_/·"
ONE_LETTER = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
TWO_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij"}
"""Letters that have no accent to take off."""
COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_NOTHING, _SPACE = dict.fromkeys(APOSTROPHES, ""), dict.fromkeys(HYPHENS, " ")
_APART = str.maketrans(ONE_LETTER | TWO_LETTERS | _NOTHING | _SPACE)
_LEFT_OUT = re.compile(f"[{COMBINING}{UNSEEN}]")


def fold_text(text: str) -> str:
    """The text in small plain letters, with single spaces."""
    text = text.lower()
    if not text.isascii():
        # Letters apart first: an apostrophe of another form would fall apart into a space and an accent.
        text = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", text.translate(_APART))).lower()
    return " ".join(text.translate(_APART).split())


class Folded(Transform):
    """`title__folded__contains=fold(words)`: the same comparison in the database."""

    lookup_name = "folded"
    function = "fold_text"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """By what PostgreSQL has itself: no extension, and no locale (normalize needs a database in UTF-8)."""
        return super().as_sql(compiler, connection, template=_POSTGRESQL, **context)


def _build_postgresql() -> str:
    text = "%(expressions)s"
    for letter, plain in TWO_LETTERS.items():
        text = f"replace(replace({text}, '{letter}', '{plain}'), '{letter.upper()}', '{plain}')"
    text = f"regexp_replace(normalize({_translate_letters(text)}, NFKD), '[{COMBINING}{UNSEEN}]', '', 'g')"
    return rf"btrim(regexp_replace({_translate_letters(f'lower({text})')}, '\s+', ' ', 'g'))"


def _translate_letters(text: str) -> str:
    # `translate` drops the signs that have no counterpart: those stand last.
    letters = "".join(one + one.upper() for one in ONE_LETTER if len(one.upper()) == 1 and one != "ı") + "ı"
    plain = "".join(ONE_LETTER[one] * 2 for one in ONE_LETTER if len(one.upper()) == 1 and one != "ı") + "i"
    signs = (letters + HYPHENS + APOSTROPHES).replace("'", "''")
    return f"translate({text}, '{signs}', '{plain}{' ' * len(HYPHENS)}')"


_POSTGRESQL = _build_postgresql()


def register_folded_lookup() -> None:
    """Give the lookup to every text field, and its function to every connection of SQLite."""
    for field in (CharField, TextField):
        field.register_lookup(Folded)
    connection_created.connect(_add_sqlite_function, dispatch_uid="fold_text")


def _add_sqlite_function(sender: Any, connection: Any, **_more: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("fold_text", 1, _fold_or_none, deterministic=True)


def _fold_or_none(text: Any) -> str | None:
    return None if text is None else fold_text(str(text))
