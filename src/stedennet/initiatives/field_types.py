"""What is declared of a field of an initiative; `fields.py` declares them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from .rules.adoptability import Need
from .rules.lines import Parts

Text = str | Promise


class Kind(StrEnum):
    """The kind of value that a field holds; each reader has one way to show and one to parse a kind."""

    LINE = "line"
    TEXT = "text"
    WEB = "web"
    CHOICE = "choice"
    PERIOD = "period"
    EUROS = "euros"
    GOALS = "goals"
    PHASE = "phase"
    PHASE_DAY = "phase_day"
    THEMES = "themes"
    CITIES = "cities"
    LEAD = "lead"
    PARTNERS = "partners"
    ITEMS = "items"


class Search(StrEnum):
    """The part of a search document in which a field's words stand."""

    TITLE = "title"
    TITLE_EN = "title_en"
    NAMES = "names"
    LEAD = "lead"
    LEAD_EN = "lead_en"
    BODY = "body"
    BODY_EN = "body_en"


@dataclass(frozen=True, kw_only=True)
class Lines:
    """A list that is typed as text, one item a line: `parts` separated by semicolons.

    `build` turns a line into the fields of a record, and raises ValueError with a message; `write` is the reverse;
    `say` gives the words to search for.
    """

    parts: int
    write: Callable[[Any], Sequence[str]]
    say: Callable[[Any], str]
    build: Callable[[Parts], dict[str, str]] = lambda row: {}


NO_LINES = Lines(parts=0, write=lambda record: (), say=str)


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field: its name in forms and flows, its kind, and where it is shown.

    `columns` are those of the model, when they have other names. `label` is what the owner's form calls it (without
    one it is not in the form), `rows` the height of its box. `sheet` is its column in spreadsheets, `data` what the
    open data call that column (without one it is not in them). `search` is where search finds it, `card` the value of
    the public page that shows it, `fact` its name among the facts beside that page. `personal` fields are emptied when
    the contact leaves. `meets` says which needs of a city that adopts the initiative are met by its value, or by one
    record of its list.
    """

    name: str
    kind: Kind
    columns: tuple[str, ...] = ()
    label: Text | None = None
    help_text: Text = ""
    rows: int = 0
    sheet: str = ""
    data: Text | None = None
    search: Search | None = None
    card: str = ""
    fact: Text | None = None
    personal: bool = False
    lines: Lines = NO_LINES
    meets: Callable[[Any], Collection[Need]] = lambda value: ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the values that it consists of, as flows get them."""
        return self.columns or (self.name,)

    @property
    def is_list(self) -> bool:
        """Whether it is typed as lines."""
        return self.kind in (Kind.PARTNERS, Kind.ITEMS)

    @property
    def can_be_edited(self) -> bool:
        """Whether a form or a spreadsheet gives its value."""
        return self.label is not None or bool(self.sheet)
