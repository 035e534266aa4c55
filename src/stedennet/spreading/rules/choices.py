"""Choices: what a subscriber wants to receive. Pure: values in, value or error out."""

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.core.errors import Refused

MOST = 60
"""Maximum number of themes, cities or filters in one choice: more than a form offers, to stop robots."""
LONGEST = 200
"""Maximum length of one value."""


class Kind(models.TextChoices):
    """Kinds of items to subscribe to."""

    ARTICLES = "artikelen", gettext_lazy("Artikelen")
    INITIATIVES = "initiatieven", gettext_lazy("Initiatieven")
    CALLS = "oproepen", gettext_lazy("Oproepen")
    EVENTS = "evenementen", gettext_lazy("Evenementen")
    AGENDA = "agenda", gettext_lazy("Voortgang van de actie-agenda")
    NEWSLETTER = "nieuwsbrief", gettext_lazy("De nieuwsbrief van de redactie")


class Rhythm(models.TextChoices):
    """How often a digest is sent."""

    AT_ONCE = "meteen", gettext_lazy("Meteen als er iets is")
    DAILY = "dagelijks", gettext_lazy("Elke dag")
    WEEKLY = "wekelijks", gettext_lazy("Elke week")
    MONTHLY = "maandelijks", gettext_lazy("Elke maand")


class Language(enum.StrEnum):
    """Languages in which letters are written."""

    DUTCH = "nl"
    ENGLISH = "en"


class ChoiceData(TypedDict):
    """A choice as it is stored in JSON."""

    kinds: Sequence[str]
    themes: Sequence[str]
    cities: Sequence[str]
    list: str
    filters: dict[str, str]


@dataclass(frozen=True)
class Choice:
    """Kinds of items, optionally limited to themes and cities (slugs), or a public list with filters.

    No themes (or cities) means no limit. Equivalent choices are equal, in whatever order they were entered.
    """

    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    list: str = ""
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def is_newsletter(self) -> bool:
        """Whether this is the newsletter, which an editor writes."""
        return self.kinds == (Kind.NEWSLETTER,)

    @property
    def segment(self) -> str:
        """SHA-256 of the choice: the same for all subscribers with an equal choice."""
        return hashlib.sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()

    def as_data(self) -> ChoiceData:
        """Return the choice in the form in which it is stored; `parse_choice` reads it."""
        return {
            "kinds": [*self.kinds],
            "themes": [*self.themes],
            "cities": [*self.cities],
            "list": self.list,
            "filters": dict(self.filters),
        }

    def parts(self) -> "tuple[Choice, ...]":
        """Split off the newsletter, which is a separate subscription that is stopped separately."""
        if Kind.NEWSLETTER not in self.kinds:
            return (self,)
        other_kinds = tuple(kind for kind in self.kinds if kind != Kind.NEWSLETTER)
        newsletter = Choice(kinds=(Kind.NEWSLETTER.value,))
        return (replace(self, kinds=other_kinds), newsletter) if other_kinds else (newsletter,)


def choose_kinds(kinds: Iterable[str], *, themes: Iterable[str] = (), cities: Iterable[str] = ()) -> Choice:
    """Build a choice of kinds. Raises Refused for no kind, an unknown kind, or too many themes or cities."""
    chosen = tuple(kind.value for kind in Kind if kind.value in set(kinds))
    if not chosen or len(chosen) != len(set(kinds)):
        raise Refused(_("Kies waarover u wilt horen."), field="kinds")
    return Choice(kinds=chosen, themes=_check_size(themes), cities=_check_size(cities))


def choose_list(name: str, filters: Mapping[str, str]) -> Choice:
    """Build a choice of a public list with filters; empty filters are dropped. Raises Refused for too many filters."""
    pairs = tuple(sorted((key, value.strip()) for key, value in filters.items() if value.strip()))
    if len(pairs) > MOST or any(len(key) > LONGEST or len(value) > LONGEST for key, value in pairs):
        raise Refused(_("Dit zijn te veel filters."))
    return Choice(list=name, filters=pairs)


def parse_choice(data: ChoiceData) -> Choice:
    """Read a choice from the form that `as_data` returns."""
    if data.get("list"):
        return choose_list(data["list"], data["filters"])
    return choose_kinds(data["kinds"], themes=data["themes"], cities=data["cities"])


def _check_size(values: Iterable[str]) -> tuple[str, ...]:
    unique = tuple(sorted(set(values)))
    if len(unique) > MOST or any(len(value) > LONGEST for value in unique):
        raise Refused(_("Dit is te veel. Kies er minder, of kies niets: dan hoort u alles."))
    return unique
