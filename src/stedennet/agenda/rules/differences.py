"""The differences between two editions, or two versions of a strategy. Pure: data in, differences out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, cast

from stedennet.core.money import format_amount

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
PARAGRAPH = re.compile(r"(?<=\n\n)")
MAX_TOKENS = 4000
"""Longer texts are compared by paragraph: comparing by word takes quadratic time."""
TEXTS = ("title", "lead", "description", "title_en", "lead_en", "description_en")
FACTS = (
    "part_of",
    "responsible",
    "partners",
    "other_partners",
    "themes",
    "begins",
    "ends",
    "schedule",
    "budget",
    "budget_source",
    "amounts",
    "sdgs",
    "depends_on",
    "source_url",
    "milestones",
    "indicators",
)
SHARED = "mede verantwoordelijk"
"""As sealed content has it: in Dutch."""
FIELDS_SINCE_FORMAT_2 = ("title_en", "lead_en", "description_en", "foreword_en", "milestones", "indicators")
"""Fields that the first format of a seal lacked, so such an edition says nothing about them."""


class Kind(StrEnum):
    """The fate of a piece of text."""

    SAME = "same"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, was added, or was dropped."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class TextChange:
    """A text with its additions and deletions."""

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
    """An action with at least one change."""

    code: str
    title: str
    texts: tuple[TextChange, ...]
    facts: tuple[FactChange, ...]


@dataclass(frozen=True)
class Differences:
    """Actions that were added, dropped, changed or stayed the same (by code), and the edition's own texts."""

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
    """The differences between two texts, word by word.

    The pieces that stayed or were dropped make up `before`; those that stayed or were added make up `after`.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) + len(new) <= MAX_TOKENS:
        return _drop_empty_pieces(_compare_tokens(old, new))
    return _drop_empty_pieces(_compare_tokens(PARAGRAPH.split(before), PARAGRAPH.split(after)))


def compare_editions(before: Mapping[str, Any], after: Mapping[str, Any]) -> Differences:
    """The differences between two editions; actions are matched by code, missing keys count as empty."""
    old = {action["code"]: action for action in before.get("actions", ())}
    new = {action["code"]: action for action in after.get("actions", ())}
    compared = [_compare_action(old[code], action) for code, action in new.items() if code in old]
    changed = tuple(change for change in compared if change.texts or change.facts)
    changed_codes = {change.code for change in changed}
    return Differences(
        added=tuple(action for code, action in new.items() if code not in old),
        dropped=tuple(action for code, action in old.items() if code not in new),
        changed=changed,
        same=tuple(code for code in new if code in old and code not in changed_codes),
        texts=_compare_text_fields(before, after, ("title", "foreword", "title_en", "foreword_en")),
    )


STRATEGY_TEXTS = ("title", "subtitle", "summary", "vision", "title_en", "summary_en", "vision_en")
STRATEGY_FACTS = ("begins", "ends", "themes", "sdgs", "parties", "source_url")


@dataclass(frozen=True)
class StrategyDifferences:
    """What changed from one version of a strategy to another: its texts, with each kind of parts as one, and facts."""

    texts: tuple[TextChange, ...]
    facts: tuple[FactChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.texts or self.facts)


def compare_strategies(before: Mapping[str, object], after: Mapping[str, object]) -> StrategyDifferences:
    """The differences between two versions of a strategy; missing keys count as empty."""
    old, new = _with_parts_as_text(before), _with_parts_as_text(after)
    return StrategyDifferences(
        texts=_compare_text_fields(old, new, (*STRATEGY_TEXTS, *PART_FIELDS)),
        facts=_compare_facts(before, after, STRATEGY_FACTS),
    )


PART_FIELDS = {
    "vision_parts": ("vision", ""),
    "conditions": ("condition", ""),
    "vision_parts_en": ("vision", "_en"),
    "conditions_en": ("condition", "_en"),
}
"""For each text that is made of parts: their kind, and the suffix of the fields that it joins."""


def _with_parts_as_text(content: Mapping[str, object]) -> dict[str, object]:
    parts = cast("Iterable[Mapping[str, str]]", content.get("parts", ()))
    joined = {
        field: "\n\n".join(
            f"{part.get('title' + suffix, '')}\n{part.get('text' + suffix, '')}".strip()
            for part in parts
            if part["kind"] == kind
        ).strip()
        for field, (kind, suffix) in PART_FIELDS.items()
    }
    return {**content, **joined}


Run = tuple[bool, str, str]
"""Whether it stayed, the old text, and the new text."""


def _compare_tokens(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    runs: list[Run] = []
    for tag, old_start, old_end, new_start, new_end in opcodes:
        runs.append((tag == "equal", "".join(old[old_start:old_end]), "".join(new[new_start:new_end])))
        while _has_scrap(runs):
            *runs, before, scrap, after = runs
            runs.append((False, before[1] + scrap[1] + after[1], before[2] + scrap[2] + after[2]))
    pieces: list[Piece] = []
    for is_same, dropped, added in runs:
        pieces += [Piece(Kind.SAME, dropped)] if is_same else [Piece(Kind.DROPPED, dropped), Piece(Kind.ADDED, added)]
    return pieces


def _has_scrap(runs: Sequence[Run]) -> bool:
    """Whether a few words stayed between two longer changes: such scraps make no readable sentence."""
    if len(runs) < 3 or runs[-1][0] or not runs[-2][0] or runs[-3][0]:
        return False
    lengths = [max(len(dropped), len(added)) for _same, dropped, added in runs[-3:]]
    return lengths[1] <= min(lengths[0], lengths[2])


def _drop_empty_pieces(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)


def _compare_text_fields(
    before: Mapping[str, object], after: Mapping[str, object], fields: Sequence[str]
) -> tuple[TextChange, ...]:
    return tuple(
        TextChange(field, compare_words(_get_text(before, field), _get_text(after, field)))
        for field in fields
        if _is_in_both(before, after, field) and _get_text(before, field) != _get_text(after, field)
    )


def _get_text(content: Mapping[str, object], field: str) -> str:
    return str(content.get(field) or "")


def _compare_action(before: Mapping[str, object], after: Mapping[str, object]) -> ActionChange:
    texts = _compare_text_fields(before, after, TEXTS)
    return ActionChange(str(after["code"]), _get_text(after, "title"), texts, _compare_facts(before, after, FACTS))


def _compare_facts(
    before: Mapping[str, object], after: Mapping[str, object], fields: Sequence[str]
) -> tuple[FactChange, ...]:
    return tuple(
        FactChange(field, _format_value(before.get(field)), _format_value(after.get(field)))
        for field in fields
        if _is_in_both(before, after, field)
        and _normalise_value(before.get(field)) != _normalise_value(after.get(field))
    )


def _is_in_both(before: Mapping[str, object], after: Mapping[str, object], field: str) -> bool:
    return field not in FIELDS_SINCE_FORMAT_2 or (field in before and field in after)


def _normalise_value(value: object) -> list[str] | str:
    # The order of partners, themes and goals has no meaning.
    return sorted(map(_format_item, value)) if isinstance(value, list | tuple) else str(value or "")


def _format_value(value: object) -> str:
    return ", ".join(map(_format_item, value)) if isinstance(value, list | tuple) else str(value or "")


def _format_item(value: object) -> str:
    if isinstance(value, Mapping) and "due" in value:
        return f"{value['title']} ({value['due']})" if value["due"] else str(value["title"])
    if isinstance(value, Mapping) and "euros" in value:
        return f"{value['year']}: {format_amount(Decimal(value['euros']))} ({value['payer']})"
    if isinstance(value, Mapping) and "targets" in value:
        targets = "; ".join(f"{row['value']} ({row['on']})" for row in value["targets"])
        return f"{value['name']}, {value['unit']}: {targets}" if targets else f"{value['name']}, {value['unit']}"
    if isinstance(value, Mapping):
        part = ": ".join(filter(None, [value.get("role"), value.get("part")]))
        contribution = ", ".join(filter(None, [SHARED if value.get("responsible") else "", part]))
        return (
            f"{value.get('organisation', '')} ({contribution})" if contribution else str(value.get("organisation", ""))
        )
    return str(value)
