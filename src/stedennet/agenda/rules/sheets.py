"""Actions and milestones as rows of text, for people with a spreadsheet. Pure: values in, cells out, and back."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from stedennet.core.dates import PlanPrecision, in_short

ACTIONS, MILESTONES = "acties", "mijlpalen"
TEXTS = {
    "titel": "title",
    "titel_en": "title_en",
    "in_een_zin": "lead",
    "in_een_zin_en": "lead_en",
    "beschrijving": "description",
    "beschrijving_en": "description_en",
    "verantwoordelijk_in_woorden": "responsible_in_words",
    "andere_partners": "partners_in_words",
    "planning": "schedule",
    "kosten_in_woorden": "budget_in_words",
    "waar_het_geld_vandaan_komt": "budget_source",
    "bron": "source_url",
}
"""Columns that are texts of a commitment as they are."""
ACTION_COLUMNS = (
    "code",
    "volgorde",
    "titel",
    "in_een_zin",
    "beschrijving",
    "verantwoordelijk",
    "verantwoordelijk_in_woorden",
    "partners",
    "andere_partners",
    "themas",
    "begint",
    "klaar",
    "planning",
    "kosten_vanaf",
    "kosten_tot",
    "kosten_in_woorden",
    "waar_het_geld_vandaan_komt",
    "sdgs",
    "hangt_af_van",
    "bron",
    "titel_en",
    "in_een_zin_en",
    "beschrijving_en",
    "fase",
    "versie",
)
MILESTONE_COLUMNS = ("actie", "mijlpaal", "klaar", "stand", "gehaald_op", "bron", "nummer", "versie")
LIVELY = ("fase",)
"""Columns of an action that may change after the edition was frozen."""
PHASES = {
    "exploring": "verkennen",
    "planning": "plannen",
    "doing": "uitvoeren",
    "evaluating": "evalueren",
    "done": "klaar",
}
STATES = {"planned": "gepland", "done": "gehaald", "cancelled": "vervallen"}
DAY = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|[KQkq]([1-4])))?")


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


def day_from_cell(text: str) -> tuple[dt.date | None, str]:
    """The day and how exactly it is known. Raises ValueError with a sentence."""
    if not text:
        return None, PlanPrecision.DAY
    found = DAY.fullmatch(text)
    if found is None:
        raise ValueError(_("“%(text)s” is geen dag. Schrijf 2027, 2027-K3, 2027-09 of 2027-09-25.") % {"text": text})
    year, month, day, quarter = found.groups()
    try:
        if quarter:
            return dt.date(int(year), int(quarter) * 3 - 2, 1), PlanPrecision.QUARTER
        precision = PlanPrecision.DAY if day else PlanPrecision.MONTH if month else PlanPrecision.YEAR
        return dt.date(int(year), int(month or 1), int(day or 1)), precision
    except ValueError:
        raise ValueError(_("“%(text)s” is een dag die niet bestaat.") % {"text": text}) from None


def whole_day(text: str) -> dt.date | None:
    """A day that is known exactly. Raises ValueError with a sentence."""
    day, precision = day_from_cell(text)
    if precision != PlanPrecision.DAY:
        raise ValueError(_("Schrijf hier een hele dag, zoals 2027-09-25."))
    return day


def listed(text: str) -> list[str]:
    """The parts of a cell that names several things, with ; between them."""
    return [one.strip() for one in text.split(";") if one.strip()]


def partner_as_cell(name: str, role: str) -> str:
    """A partner with what it does: `Utrecht: levert data`."""
    return f"{name}: {role}" if role else name


def partner_from_cell(text: str) -> tuple[str, str]:
    """The name and what that organisation does."""
    name, _colon, role = text.partition(":")
    return name.strip(), role.strip()


def whole_number(text: str) -> int | None:
    """A whole number; points between thousands may be there. Raises ValueError with a sentence."""
    if not text:
        return None
    plain = re.sub(r"[.\s\u00a0€]", "", text)
    if not plain.isascii() or not plain.isdecimal() or len(plain) > 15:
        raise ValueError(_("“%(text)s” is geen bedrag in hele euro's.") % {"text": text})
    return int(plain)


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
    """Things by the name that people write: its own name where only one has it, else its short name in the URL."""

    def __init__(self, things: Iterable[tuple[int, str, str]]) -> None:
        """`things` are (key, short name, name)."""
        rows = list(things)
        counts: dict[str, int] = {}
        for _key, _slug, name in rows:
            counts[name] = counts.get(name, 0) + 1
        self._words = {
            key: name if counts[name] == 1 and ";" not in name and ":" not in name else slug
            for key, slug, name in rows
        }
        self._keys = {slug: key for key, slug, _name in rows} | {word: key for key, word in self._words.items()}

    def word(self, key: int | None) -> str:
        """What to write for it; empty for none."""
        return self._words.get(key, "") if key is not None else ""

    def key(self, word: str) -> int:
        """Which it is. Raises ValueError with a sentence when nothing is called that."""
        if word not in self._keys:
            raise ValueError(_("“%(word)s” staat niet in het register.") % {"word": word})
        return self._keys[word]
