"""The syntax of a question: words, "phrases", -without, and fields such as thema:… Pure."""

import re
from dataclasses import dataclass, field

from .plain_words import words_of

LONGEST = 2_000
"""The characters of a question that are read; the rest is ignored."""
MOST_WORDS = 200
MOST_PHRASES, MOST_WITHOUT = 5, 10
FIELDS = {
    "soort": "kind", "thema": "theme", "stad": "city", "provincie": "province", "jaar": "year", "status": "status",
    "kind": "kind", "theme": "theme", "city": "city", "province": "province", "year": "year",
}  # fmt: skip
PIECE = re.compile(
    r"""(?P<minus>-)?(?:(?P<field>\w{3,9}):(?=\S))?(?:["“”„](?P<phrase>[^"“”„]*)["“”„]?|(?P<word>[^\s"“”„]+))"""
)


@dataclass(frozen=True)
class Question:
    """A parsed question. `fields` are pairs such as ("theme", "energie")."""

    text: str = ""
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    fields: tuple[tuple[str, str], ...] = field(default=())

    def __bool__(self) -> bool:
        """Whether the question is not empty."""
        return bool(self.text or self.phrases or self.without or self.fields)


def parse_question(typed: str) -> Question:
    """Parse a typed question; every text is valid.

    >>> parse_question('verlichting "slimme stad" -parkeren stad:utrecht').fields
    (('city', 'utrecht'),)
    """
    words: list[str] = []
    phrases: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    fields: list[tuple[str, str]] = []
    for piece in PIECE.finditer(typed[:LONGEST]):
        name = FIELDS.get((piece["field"] or "").lower())
        text = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        if piece["field"] and not name:
            text = f"{piece['field']} {text}"
        plain = tuple(words_of(text))
        if not plain:
            continue
        if name:
            fields.append((name, "-".join(plain)))
        elif piece["minus"]:
            without.append(plain)
        elif piece["phrase"] is not None:
            phrases.append(plain)
        else:
            words.append(text)
    return Question(
        " ".join(words[:MOST_WORDS]), tuple(phrases[:MOST_PHRASES]), tuple(without[:MOST_WITHOUT]), tuple(fields[:10])
    )
