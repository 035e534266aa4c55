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

from .dates import PlanPrecision, in_short
from .day_texts import day_from_text
from .folding import fold
from .numerals import number_from_text
from .workbooks import Line

BETWEEN = re.compile(r"(?<!\\);")
"""What stands between the things that a cell names."""


Progress = Callable[[int, int], object]
"""Called with the rows that are done, and how many there are."""


def unheard(done: int, total: int) -> None:
    """Progress that nobody follows."""


class Kind(StrEnum):
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
    kind: Kind
    changes: tuple[Change, ...] = ()
    problem: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


STOPS = (Kind.STALE, Kind.WRONG)


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
        return [one for one in self.rows if one.kind in STOPS]

    @property
    def work(self) -> list[PlannedRow]:
        """The rows that change something."""
        return [one for one in self.rows if one.kind in (Kind.NEW, Kind.CHANGED)]


def planned(
    sheet: str, line: Line, name: str, now: Mapping[str, str] | None, check: Callable[[], object]
) -> PlannedRow:
    """What will be done with a line, `now` being what is stored; `check` raises ValueError when a cell is wrong."""
    kind = kind_of(now, line.cells)
    found = changes(now, line.cells) if now else ()
    row = PlannedRow(sheet, line.number, name, kind, found, cells=line.cells)
    if line.problems:
        return wrong(row, "; ".join(line.problems))
    if kind is Kind.STALE:
        return wrong(row, _stale(now), kind=Kind.STALE)
    if kind is Kind.SAME:
        return row
    try:
        check()
    except ValueError as error:
        return wrong(row, str(error))
    return row


def wrong(row: PlannedRow, problem: str, *, kind: Kind = Kind.WRONG) -> PlannedRow:
    """The same row, that stops everything."""
    return PlannedRow(row.sheet, row.line, row.name, kind, row.changes, problem, row.cells)


def only_once(rows: Iterable[PlannedRow], key: Callable[[PlannedRow], str]) -> list[PlannedRow]:
    """The same rows; a second row about the same thing is wrong. An empty key is of something new."""
    seen: set[tuple[str, str]] = set()
    found = []
    for row in rows:
        name = (row.sheet, key(row))
        found.append(wrong(row, _("Dit staat twee keer in het bestand.")) if name[1] and name in seen else row)
        seen.add(name)
    return found


def refusal(problems: Iterable[PlannedRow]) -> str:
    """Why nothing was stored: the first five rows that stop everything."""
    first = " ".join(at(one, one.problem) for one in list(problems)[:5])
    return _("Er is niets opgeslagen. %(rows)s") % {"rows": first}


def at(row: PlannedRow, sentence: str) -> str:
    """The sentence with the place of its row before it."""
    place = {"sheet": row.sheet, "line": row.line, "name": row.name}
    return _("Blad %(sheet)s, rij %(line)s (%(name)s):") % place + f" {sentence}"


def versioned(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells with their version, as they go out."""
    return {**cells, "versie": version(cells)}


def _stale(now: Mapping[str, str] | None) -> str:
    if now is None:
        return _("Deze rij bestaat hier niet meer. Haal “versie” en “nummer” leeg om haar opnieuw toe te voegen.")
    return _("Iemand wijzigde dit nadat u het bestand haalde. Haal een nieuw bestand en doe uw wijziging daarin.")


def version(cells: Mapping[str, str]) -> str:
    """What names the contents of a row: when it is no longer the same, somebody changed the row meanwhile."""
    plain = "\x1f".join(f"{name}={cells[name]}" for name in sorted(cells) if name != "versie")
    return hashlib.sha256(plain.encode(errors="surrogatepass")).hexdigest()[:12]


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """The cells that differ; columns that the file does not have stay as they are."""
    return tuple(
        Change(name, value, after[name])
        for name, value in before.items()
        if name != "versie" and name in after and after[name] != value
    )


def kind_of(now: Mapping[str, str] | None, cells: Mapping[str, str]) -> Kind:
    """What a row means, by what is stored now under its key (None: nothing) and its `versie`."""
    seen = cells.get("versie", "")
    if now is None:
        return Kind.STALE if seen else Kind.NEW
    found = changes(now, cells)
    if not found:
        return Kind.SAME
    return Kind.CHANGED if seen == version(now) else Kind.STALE


def day_as_cell(day: dt.date | None, precision: str) -> str:
    """A day as far as it is known: 2018, 2018-K3 (quarter), 2018-09 or 2018-09-25."""
    return in_short(day, precision).replace("Q", "K")


def whole_day(text: str) -> dt.date | None:
    """A day that is known exactly. Raises ValueError with a sentence."""
    day, precision = day_from_text(text)
    if precision != PlanPrecision.DAY:
        raise ValueError(_("Schrijf hier een hele dag, zoals 2027-09-25."))
    return day


def listed(text: str) -> list[str]:
    """The parts of a cell that names several things, with ; between them; `\\;` is a ; within one."""
    parts = [one.replace(r"\;", ";").strip() for one in BETWEEN.split(text)]
    return [one for one in parts if one]


def as_list(parts: Iterable[str]) -> str:
    """The other way: several things as one cell."""
    return "; ".join(one.replace(";", r"\;") for one in parts)


def partner_as_cell(name: str, role: str) -> str:
    """A partner with what it does: `Utrecht: levert data`."""
    return f"{name}: {role}" if role else name


def partner_from_cell(text: str) -> tuple[str, str]:
    """The name and what that organisation does."""
    name, _colon, role = text.partition(":")
    return name.strip(), role.strip()


def whole_euros(text: str) -> int | None:
    """An amount in a field for whole euros: 10000, 10.000, € 10.000,-. Raises ValueError with a sentence."""
    if not text.strip():
        return None
    number = number_from_text(text, thousands=True)
    if number != number.to_integral() or not 0 <= number < 10**15:
        raise ValueError(_("“%(text)s” is geen bedrag in hele euro's.") % {"text": text})
    return int(number)


def whole_number(text: str) -> int | None:
    """A whole number from 0 as digits; None for an empty cell. Raises ValueError with a sentence."""
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise ValueError(_("“%(text)s” is geen heel getal.") % {"text": text})
    return int(text)


def word_of(text: str, words: Mapping[str, str]) -> str:
    """The value that this word stands for, empty for none. Raises ValueError with the words that there are."""
    if not text:
        return ""
    for value, word in words.items():
        if text.casefold() == word:
            return value
    known = ", ".join(words.values())
    raise ValueError(_("“%(text)s” kennen wij niet. Kies uit: %(known)s.") % {"text": text, "known": known})


class Names:
    """Things by the name that people write: its own name where only one has it, else its short name in the URL.

    What is read may be written otherwise: with other capitals, accents and hyphens, or by a name in `spoken`.
    """

    def __init__(
        self,
        things: Iterable[tuple[int, str, str]],
        *,
        spoken: Mapping[str, Sequence[int]] | None = None,
        folded: Callable[[str], str] = fold,
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
