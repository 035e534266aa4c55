"""Rows of text for people with a spreadsheet: what a row means for what is stored, and how cells are written.

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
from .numerals import parse_number_text
from .workbooks import Line

SEPARATOR = re.compile(r"(?<!\\);")
"""What stands between the things that a cell names."""


Progress = Callable[[int, int], object]
"""Called with the rows that are done, and how many there are."""


def ignore_progress(done: int, total: int) -> None:
    """Progress that nobody follows."""


class RowKind(StrEnum):
    """What a row of the file means for what is stored."""

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
    """What will be done with a row; `problem` says why a stale or wrong one stops everything."""

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
    """What an import will do. `absent` are names of what is stored and not in the file: that stays.

    `unread` are columns of the file that nobody knows: nothing is done with them.
    """

    rows: tuple[PlannedRow, ...]
    absent: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def problems(self) -> list[PlannedRow]:
        """The rows that stop everything."""
        return [one for one in self.rows if one.kind in STOPPING_KINDS]

    @property
    def work(self) -> list[PlannedRow]:
        """The rows that change something."""
        return [one for one in self.rows if one.kind in (RowKind.NEW, RowKind.CHANGED)]


def plan_row(
    sheet: str, line: Line, name: str, now: Mapping[str, str] | None, check: Callable[[], object]
) -> PlannedRow:
    """What will be done with a line, `now` being what is stored; `check` raises ValueError when a cell is wrong."""
    kind = classify_row(now, line.cells)
    found = find_changes(now, line.cells) if now else ()
    row = PlannedRow(sheet, line.number, name, kind, found, cells=line.cells)
    if line.problems:
        return mark_wrong(row, "; ".join(line.problems))
    if kind is RowKind.STALE:
        return mark_wrong(row, _format_stale(now), kind=RowKind.STALE)
    if kind is RowKind.SAME:
        return row
    try:
        check()
    except ValueError as error:
        return mark_wrong(row, str(error))
    return row


def mark_wrong(row: PlannedRow, problem: str, *, kind: RowKind = RowKind.WRONG) -> PlannedRow:
    """The same row, that stops everything."""
    return PlannedRow(row.sheet, row.line, row.name, kind, row.changes, problem, row.cells)


def mark_duplicates(rows: Iterable[PlannedRow], key: Callable[[PlannedRow], str]) -> list[PlannedRow]:
    """The same rows; a second row about the same thing is wrong. An empty key is of something new."""
    seen: set[tuple[str, str]] = set()
    found = []
    for row in rows:
        name = (row.sheet, key(row))
        found.append(mark_wrong(row, _("Dit staat twee keer in het bestand.")) if name[1] and name in seen else row)
        seen.add(name)
    return found


def format_refusal(problems: Iterable[PlannedRow]) -> str:
    """Why nothing was stored: the first five rows that stop everything."""
    first = " ".join(format_at_row(one, one.problem) for one in list(problems)[:5])
    return _("Er is niets opgeslagen. %(rows)s") % {"rows": first}


def format_at_row(row: PlannedRow, sentence: str) -> str:
    """The sentence with the place of its row before it."""
    place = {"sheet": row.sheet, "line": row.line, "name": row.name}
    return _("Blad %(sheet)s, rij %(line)s (%(name)s):") % place + f" {sentence}"


def add_version(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells with their version, as they go out."""
    return {**cells, "versie": compute_version(cells)}


def _format_stale(now: Mapping[str, str] | None) -> str:
    if now is None:
        return _("Deze rij bestaat hier niet meer. Haal “versie” en “nummer” leeg om haar opnieuw toe te voegen.")
    return _("Iemand wijzigde dit nadat u het bestand haalde. Haal een nieuw bestand en doe uw wijziging daarin.")


def compute_version(cells: Mapping[str, str]) -> str:
    """What names the contents of a row: when it is no longer the same, somebody changed the row meanwhile."""
    plain = "\x1f".join(f"{name}={cells[name]}" for name in sorted(cells) if name != "versie")
    return hashlib.sha256(plain.encode(errors="surrogatepass")).hexdigest()[:12]


def find_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """The cells that differ; columns that the file does not have stay as they are."""
    return tuple(
        Change(name, value, after[name])
        for name, value in before.items()
        if name != "versie" and name in after and after[name] != value
    )


def classify_row(now: Mapping[str, str] | None, cells: Mapping[str, str]) -> RowKind:
    """What a row means, by what is stored now under its key (None: nothing) and its `versie`."""
    seen = cells.get("versie", "")
    if now is None:
        return RowKind.STALE if seen else RowKind.NEW
    found = find_changes(now, cells)
    if not found:
        return RowKind.SAME
    return RowKind.CHANGED if seen == compute_version(now) else RowKind.STALE


def format_day_cell(day: dt.date | None, precision: str) -> str:
    """A day as far as it is known: 2018, 2018-K3 (quarter), 2018-09 or 2018-09-25."""
    return format_short_day(day, precision).replace("Q", "K")


def parse_whole_day(text: str) -> dt.date | None:
    """A day that is known exactly. Raises ValueError with a sentence."""
    day, precision = parse_day_text(text)
    if precision != PlanPrecision.DAY:
        raise ValueError(_("Schrijf hier een hele dag, zoals 2027-09-25."))
    return day


def split_cell(text: str) -> list[str]:
    """The parts of a cell that names several things, with ; between them; `\\;` is a ; within one."""
    parts = [one.replace(r"\;", ";").strip() for one in SEPARATOR.split(text)]
    return [one for one in parts if one]


def join_cell(parts: Iterable[str]) -> str:
    """The other way: several things as one cell."""
    return "; ".join(one.replace(";", r"\;") for one in parts)


def format_partner(name: str, role: str) -> str:
    """A partner with what it does: `Utrecht: levert data`."""
    return f"{name}: {role}" if role else name


def parse_partner(text: str) -> tuple[str, str]:
    """The name and what that organisation does."""
    name, _colon, role = text.partition(":")
    return name.strip(), role.strip()


def parse_whole_euros(text: str) -> int | None:
    """An amount in a field for whole euros: 10000, 10.000, € 10.000,-. Raises ValueError with a sentence."""
    if not text.strip():
        return None
    number = parse_number_text(text, thousands=True)
    if number != number.to_integral() or not 0 <= number < 10**15:
        raise ValueError(_("“%(text)s” is geen bedrag in hele euro's.") % {"text": text})
    return int(number)


def parse_whole_number(text: str) -> int | None:
    """A whole number from 0 as digits; None for an empty cell. Raises ValueError with a sentence."""
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise ValueError(_("“%(text)s” is geen heel getal.") % {"text": text})
    return int(text)


def parse_word(text: str, words: Mapping[str, str]) -> str:
    """The value that this word stands for, empty for none. Raises ValueError with the words that there are."""
    if not text:
        return ""
    for value, word in words.items():
        if text.casefold() == word:
            return value
    known = ", ".join(words.values())
    raise ValueError(_("“%(text)s” kennen wij niet. Kies uit: %(known)s.") % {"text": text, "known": known})


class NameIndex:
    """Things by the name that people write: its own name where only one has it, else its short name in the URL.

    What is read may be written otherwise: with other capitals, accents and hyphens, or by a name in `spoken`.
    """

    def __init__(
        self,
        things: Iterable[tuple[int, str, str]],
        *,
        spoken: Mapping[str, Sequence[int]] | None = None,
        folded: Callable[[str], str] = fold_text,
    ) -> None:
        """`things` are (key, short name, name); `spoken` has the keys of those by a name, as `folded` makes it."""
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
        """What to write for it; empty for none."""
        return self._words.get(key, "") if key is not None else ""

    def key(self, word: str) -> int:
        """Which it is. Raises ValueError with a sentence when nothing is called that, or more than one thing."""
        if word in self._keys:
            return self._keys[word]
        found = self._spoken.get(self._folded(word), ())
        if len(found) > 1:
            names = " / ".join(sorted(self.word(key) for key in found))
            words = _("“%(word)s” kan meer dan één ding zijn: %(names)s. Schrijf welke u bedoelt.")
            raise ValueError(words % {"word": word, "names": names})
        if not found:
            raise ValueError(_("“%(word)s” staat niet in het register.") % {"word": word})
        return found[0]
