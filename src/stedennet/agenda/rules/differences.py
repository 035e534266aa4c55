"""What changed between two editions, from their plain data (flows/seals.py). Pure: data in, differences out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
PARAGRAPH = re.compile(r"(?<=\n\n)")
MOST_WORDS = 4000
"""Longer texts are compared by paragraph first: comparing words takes time that grows with the square."""
TEXTS = ("title", "lead", "description", "title_en", "lead_en", "description_en")
FACTS = (
    "responsible",
    "partners",
    "other_partners",
    "themes",
    "begins",
    "ends",
    "schedule",
    "budget",
    "budget_source",
    "sdgs",
    "depends_on",
    "source_url",
    "milestones",
    "indicators",
)
FIELDS_SINCE_FORMAT_2 = ("title_en", "lead_en", "description_en", "foreword_en", "milestones", "indicators")
"""What the first form of a seal did not have: about these an edition of then says nothing."""


class Kind(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class TextChange:
    """A text with what came and went in it."""

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class FactChange:
    """A fact before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ActionChange:
    """An action of which something changed."""

    code: str
    title: str
    texts: tuple[TextChange, ...]
    facts: tuple[FactChange, ...]


@dataclass(frozen=True)
class Differences:
    """Actions that came, went, changed or stayed (by code), and the edition's own texts."""

    added: tuple[Mapping[str, Any], ...]
    dropped: tuple[Mapping[str, Any], ...]
    changed: tuple[ActionChange, ...]
    same: tuple[str, ...]
    texts: tuple[TextChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.dropped or self.changed or self.texts)


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """What stayed, came and went, word by word.

    The pieces that stayed and went are `before`, those that stayed and came are `after`.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) + len(new) <= MOST_WORDS:
        return _join_pieces(_compare_tokens(old, new))
    return _join_pieces(_compare_tokens(PARAGRAPH.split(before), PARAGRAPH.split(after)))


def compare_editions(before: Mapping[str, Any], after: Mapping[str, Any]) -> Differences:
    """What changed from one edition to another; actions are matched by code. Missing keys count as empty."""
    old = {one["code"]: one for one in before.get("actions", ())}
    new = {one["code"]: one for one in after.get("actions", ())}
    compared = [_compare_action(old[code], one) for code, one in new.items() if code in old]
    changed = tuple(one for one in compared if one.texts or one.facts)
    names = {one.code for one in changed}
    return Differences(
        added=tuple(one for code, one in new.items() if code not in old),
        dropped=tuple(one for code, one in old.items() if code not in new),
        changed=changed,
        same=tuple(code for code in new if code in old and code not in names),
        texts=_compare_text_fields(before, after, ("title", "foreword", "title_en", "foreword_en")),
    )


Run = tuple[bool, str, str]
"""Whether it stayed; the old text, the new text."""


def _compare_tokens(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    runs: list[Run] = []
    for tag, a, b, c, d in found:
        runs.append((tag == "equal", "".join(old[a:b]), "".join(new[c:d])))
        while _has_scrap(runs):
            *runs, before, scrap, after = runs
            runs.append((False, before[1] + scrap[1] + after[1], before[2] + scrap[2] + after[2]))
    pieces: list[Piece] = []
    for same, gone, came in runs:
        pieces += [Piece(Kind.SAME, gone)] if same else [Piece(Kind.DROPPED, gone), Piece(Kind.ADDED, came)]
    return pieces


def _has_scrap(runs: Sequence[Run]) -> bool:
    """Whether a few words stayed between two changes that are longer: nobody reads a sentence out of such scraps."""
    if len(runs) < 3 or runs[-1][0] or not runs[-2][0] or runs[-3][0]:
        return False
    lengths = [max(len(gone), len(came)) for _same, gone, came in runs[-3:]]
    return lengths[1] <= min(lengths[0], lengths[2])


def _join_pieces(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for one in pieces:
        if joined and joined[-1].kind == one.kind:
            joined[-1] = Piece(one.kind, joined[-1].text + one.text)
        elif one.text:
            joined.append(one)
    return tuple(joined)


def _compare_text_fields(
    before: Mapping[str, Any], after: Mapping[str, Any], fields: Sequence[str]
) -> tuple[TextChange, ...]:
    return tuple(
        TextChange(field, compare_words(before.get(field) or "", after.get(field) or ""))
        for field in fields
        if _is_in_both(before, after, field) and (before.get(field) or "") != (after.get(field) or "")
    )


def _compare_action(before: Mapping[str, Any], after: Mapping[str, Any]) -> ActionChange:
    facts = tuple(
        FactChange(field, _format_value(before.get(field)), _format_value(after.get(field)))
        for field in FACTS
        if _is_in_both(before, after, field)
        and _normalise_value(before.get(field)) != _normalise_value(after.get(field))
    )
    return ActionChange(after["code"], after.get("title", ""), _compare_text_fields(before, after, TEXTS), facts)


def _is_in_both(before: Mapping[str, Any], after: Mapping[str, Any], field: str) -> bool:
    return field not in FIELDS_SINCE_FORMAT_2 or (field in before and field in after)


def _normalise_value(value: Any) -> Any:
    # The order of partners, themes and goals says nothing.
    return sorted(map(_format_item, value)) if isinstance(value, list | tuple) else str(value or "")


def _format_value(value: Any) -> str:
    return ", ".join(map(_format_item, value)) if isinstance(value, list | tuple) else str(value or "")


def _format_item(value: Any) -> str:
    if isinstance(value, Mapping) and "due" in value:
        return f"{value['title']} ({value['due']})" if value["due"] else str(value["title"])
    if isinstance(value, Mapping) and "targets" in value:
        targets = "; ".join(f"{row['value']} ({row['on']})" for row in value["targets"])
        return f"{value['name']}, {value['unit']}: {targets}" if targets else f"{value['name']}, {value['unit']}"
    if isinstance(value, Mapping):
        what = ": ".join(filter(None, [value.get("role"), value.get("part")]))
        return f"{value.get('organisation', '')} ({what})" if what else str(value.get("organisation", ""))
    return str(value)
