"""Plans of what an import changes, and how cells are written and parsed.

Pure: values in, cells out, and back.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from .dates import PlanPrecision, format_short_day
from .day_texts import parse_day_text
from .folded_text import fold_text
from .goals import GOAL_NAMES
from .numerals import parse_number_text
from .workbooks import Line

SEPARATOR = re.compile(r"(?<!\\);")
"""Separates the items in a cell."""


Progress = Callable[[int, int], object]
"""Called with the number of rows done, and the total."""


def ignore_progress(done: int, total: int) -> None:
    """Progress that nobody watches."""


class RowKind(StrEnum):
    """The effect of a row of the file on the stored records."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    STALE = "stale"
    WRONG = "wrong"


@dataclass(frozen=True)
class Change:
    """A cell before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedRow:
    """The plan for a row; `problem` says why a stale or wrong one blocks the import."""

    sheet: str
    line: int
    name: str
    kind: RowKind
    changes: tuple[Change, ...] = ()
    problem: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


STOPPING_KINDS = (RowKind.STALE, RowKind.WRONG)


@dataclass(frozen=True)
class Plan:
    """The plan for a whole import. `absent` names stored records that the file lacks: they stay.

    `unread` names unknown columns of the file, which are ignored.
    """

    rows: tuple[PlannedRow, ...]
    absent: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def problems(self) -> list[PlannedRow]:
        """The rows that block the import."""
        return [row for row in self.rows if row.kind in STOPPING_KINDS]

    @property
    def work(self) -> list[PlannedRow]:
        """The rows that change something."""
        return [row for row in self.rows if row.kind in (RowKind.NEW, RowKind.CHANGED)]


def plan_row(
    sheet: str, line: Line, name: str, stored: Mapping[str, str] | None, check: Callable[[], object]
) -> PlannedRow:
    """Plan a line, given the `stored` cells; `check` raises ValueError when a cell is wrong."""
    kind = classify_row(stored, line.cells)
    changes = find_changes(stored, line.cells) if stored else ()
    row = PlannedRow(sheet, line.number, name, kind, changes, cells=line.cells)
    if line.problems:
        return mark_wrong(row, "; ".join(line.problems))
    if kind is RowKind.STALE:
        return mark_wrong(row, _format_stale(stored), kind=RowKind.STALE)
    if kind is RowKind.SAME:
        return row
    try:
        check()
    except ValueError as error:
        return mark_wrong(row, str(error))
    return row


def mark_wrong(row: PlannedRow, problem: str, *, kind: RowKind = RowKind.WRONG) -> PlannedRow:
    """The same row, marked so that it blocks the import."""
    return PlannedRow(row.sheet, row.line, row.name, kind, row.changes, problem, row.cells)


def mark_duplicates(rows: Iterable[PlannedRow], key: Callable[[PlannedRow], str]) -> list[PlannedRow]:
    """The same rows; a second row with the same key is marked as wrong. An empty key means a new record."""
    known: set[tuple[str, str]] = set()
    marked = []
    for row in rows:
        identity = (row.sheet, key(row))
        marked.append(
            mark_wrong(row, _("Dit staat twee keer in het bestand.")) if identity[1] and identity in known else row
        )
        known.add(identity)
    return marked


def format_refusal(problems: Iterable[PlannedRow]) -> str:
    """Why nothing was stored: the first five rows that block the import."""
    first = " ".join(format_at_row(row, row.problem) for row in list(problems)[:5])
    return _("Er is niets opgeslagen. %(rows)s") % {"rows": first}


def format_at_row(row: PlannedRow, sentence: str) -> str:
    """The sentence, preceded by the position of its row."""
    position = {"sheet": row.sheet, "line": row.line, "name": row.name}
    return _("Blad %(sheet)s, rij %(line)s (%(name)s):") % position + f" {sentence}"


def add_version(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells with their version, for export."""
    return {**cells, "versie": compute_version(cells)}


def _format_stale(stored: Mapping[str, str] | None) -> str:
    if stored is None:
        return _("Deze rij bestaat hier niet meer. Haal “versie” en “nummer” leeg om haar opnieuw toe te voegen.")
    return _("Iemand wijzigde dit nadat u het bestand haalde. Haal een nieuw bestand en doe uw wijziging daarin.")


def compute_version(cells: Mapping[str, str]) -> str:
    """A hash of the row's content; another hash later means that somebody changed the row meanwhile."""
    plain = "\x1f".join(f"{name}={cells[name]}" for name in sorted(cells) if name != "versie")
    return hashlib.sha256(plain.encode(errors="surrogatepass")).hexdigest()[:12]


def find_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """The cells that differ; columns missing from the file stay as they are."""
    return tuple(
        Change(name, value, after[name])
        for name, value in before.items()
        if name != "versie" and name in after and after[name] != value
    )


def classify_row(stored: Mapping[str, str] | None, cells: Mapping[str, str]) -> RowKind:
    """Classify a row, given the `stored` cells under its key (None if there are none) and its `versie`."""
    version = cells.get("versie", "")
    if stored is None:
        return RowKind.STALE if version else RowKind.NEW
    if not find_changes(stored, cells):
        return RowKind.SAME
    return RowKind.CHANGED if version == compute_version(stored) else RowKind.STALE


def format_day_cell(day: dt.date | None, precision: str) -> str:
    """A date as precisely as known: 2018, 2018-K3 (quarter), 2018-09 or 2018-09-25."""
    return format_short_day(day, precision).replace("Q", "K")


def parse_whole_day(text: str) -> dt.date | None:
    """An exact date. Raises ValueError with a message."""
    day, precision = parse_day_text(text)
    if precision != PlanPrecision.DAY:
        raise ValueError(_("Schrijf hier een hele dag, zoals 2027-09-25."))
    return day


def split_cell(text: str) -> list[str]:
    """The items in a cell, separated by `;`. An item's own `;` is written as `\\;`."""
    parts = [part.replace(r"\;", ";").strip() for part in SEPARATOR.split(text)]
    return [part for part in parts if part]


def join_cell(parts: Iterable[str]) -> str:
    """The inverse of `split_cell`: several items as one cell."""
    return "; ".join(part.replace(";", r"\;") for part in parts)


def format_partner(name: str, role: str) -> str:
    """A partner and its role: `Utrecht: levert data`."""
    return f"{name}: {role}" if role else name


def parse_partner(text: str) -> tuple[str, str]:
    """The partner's name and its role."""
    name, _colon, role = text.partition(":")
    return name.strip(), role.strip()


def parse_whole_euros(text: str) -> int | None:
    """An amount in a field for whole euros: 10000, 10.000, € 10.000,-. Raises ValueError with a message."""
    if not text.strip():
        return None
    number = parse_number_text(text, thousands=True)
    if number != number.to_integral() or not 0 <= number < 10**15:
        raise ValueError(_("“%(text)s” is geen bedrag in hele euro's.") % {"text": text})
    return int(number)


def parse_whole_number(text: str) -> int | None:
    """A whole number, 0 or more, from digits; None for an empty cell. Raises ValueError with a message."""
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise ValueError(_("“%(text)s” is geen heel getal.") % {"text": text})
    return int(text)


def parse_goals(text: str) -> list[int]:
    """The numbers of development goals in a cell. Raises ValueError with a message."""
    numbers = [parse_whole_number(part) for part in split_cell(text)]
    if any(number not in GOAL_NAMES for number in numbers):
        raise ValueError(_("Noem de doelen met hun nummer, van 1 tot en met 17, elk één keer."))
    return [number for number in numbers if number is not None]


def format_goals(numbers: Iterable[int]) -> str:
    """The inverse of `parse_goals`, in order."""
    return "; ".join(map(str, sorted(numbers)))


def parse_word(text: str, words: Mapping[str, str]) -> str:
    """The value of this word, empty for an empty text. Raises ValueError with a message that lists the words."""
    if not text:
        return ""
    for value, word in words.items():
        if text.casefold() == word:
            return value
    known = ", ".join(words.values())
    raise ValueError(_("“%(text)s” kennen wij niet. Kies uit: %(known)s.") % {"text": text, "known": known})


class NameIndex:
    """Looks up records by the names that people write: their name if it is unique, else their slug.

    Reading is lenient: another case, accents, hyphens, or a name in `spoken` are fine.
    """

    def __init__(
        self,
        things: Iterable[tuple[int, str, str]],
        *,
        spoken: Mapping[str, Sequence[int]] | None = None,
        folded: Callable[[str], str] = fold_text,
    ) -> None:
        """`things` are (key, slug, name); `spoken` maps other names, folded by `folded`, to keys."""
        rows = list(things)
        counts: dict[str, int] = {}
        for _key, _slug, name in rows:
            counts[name] = counts.get(name, 0) + 1
        self._words = {
            key: name if counts[name] == 1 and ";" not in name and ":" not in name else slug
            for key, slug, name in rows
        }
        self._keys = {slug: key for key, slug, _name in rows} | {word: key for key, word in self._words.items()}
        self._folded = folded
        self._spoken = spoken if spoken is not None else self._by_own_name(rows)

    def _by_own_name(self, rows: Iterable[tuple[int, str, str]]) -> dict[str, list[int]]:
        spoken: dict[str, list[int]] = {}
        for key, _slug, name in rows:
            spoken.setdefault(self._folded(name), []).append(key)
        return spoken

    def word(self, key: int | None) -> str:
        """The name to write for this key; empty for None."""
        return self._words.get(key, "") if key is not None else ""

    def key(self, word: str) -> int:
        """The key for this name. Raises ValueError with a message when the name is unknown or ambiguous."""
        if word in self._keys:
            return self._keys[word]
        keys = self._spoken.get(self._folded(word), ())
        if len(keys) > 1:
            names = " / ".join(sorted(self.word(key) for key in keys))
            message = _("“%(word)s” kan meer dan één ding zijn: %(names)s. Schrijf welke u bedoelt.")
            raise ValueError(message % {"word": word, "names": names})
        if not keys:
            raise ValueError(_("“%(word)s” staat niet in het register.") % {"word": word})
        return keys[0]
