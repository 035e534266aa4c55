"""What somebody wants to hear of. Pure: values in, value or error out."""

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.core.errors import Refused

MOST = 60
"""Themes, cities or filters in one choice: what a form can hold, and a robot may not pass."""
LONGEST = 200
"""Characters of one value."""


class Kind(models.TextChoices):
    """What there is to hear of."""

    ARTICLES = "artikelen", gettext_lazy("Artikelen")
    INITIATIVES = "initiatieven", gettext_lazy("Initiatieven")
    CALLS = "oproepen", gettext_lazy("Oproepen")
    EVENTS = "evenementen", gettext_lazy("Evenementen")
    AGENDA = "agenda", gettext_lazy("Voortgang van de actie-agenda")
    NEWSLETTER = "nieuwsbrief", gettext_lazy("De nieuwsbrief van de redactie")


class Rhythm(models.TextChoices):
    """How often."""

    AT_ONCE = "meteen", gettext_lazy("Meteen als er iets is")
    DAILY = "dagelijks", gettext_lazy("Elke dag")
    WEEKLY = "wekelijks", gettext_lazy("Elke week")
    MONTHLY = "maandelijks", gettext_lazy("Elke maand")


class Language(enum.StrEnum):
    """The languages that we write in."""

    DUTCH = "nl"
    ENGLISH = "en"


@dataclass(frozen=True)
class Choice:
    """Kinds, limited to themes and cities (short names in URLs), or else a list of the site with its filters.

    Nothing under themes (or cities) is no limit. Two choices that say the same are equal, however they were typed.
    """

    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    list: str = ""
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def is_newsletter(self) -> bool:
        """Whether it is the newsletter that is wanted, which an editor writes."""
        return self.kinds == (Kind.NEWSLETTER,)

    @property
    def segment(self) -> str:
        """The same for all who chose the same: the SHA-256 of the choice."""
        return hashlib.sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "kinds": [*self.kinds],
            "themes": [*self.themes],
            "cities": [*self.cities],
            "list": self.list,
            "filters": dict(self.filters),
        }

    def parts(self) -> "tuple[Choice, ...]":
        """The newsletter apart from the rest: each is stopped by itself."""
        if Kind.NEWSLETTER not in self.kinds:
            return (self,)
        rest = tuple(kind for kind in self.kinds if kind != Kind.NEWSLETTER)
        newsletter = Choice(kinds=(Kind.NEWSLETTER.value,))
        return (replace(self, kinds=rest), newsletter) if rest else (newsletter,)


def choose_kinds(kinds: Iterable[str], *, themes: Iterable[str] = (), cities: Iterable[str] = ()) -> Choice:
    """A choice of kinds. Raises Refused when there is none, or an unknown one, or too much."""
    chosen = tuple(kind.value for kind in Kind if kind.value in set(kinds))
    if not chosen or len(chosen) != len(set(kinds)):
        raise Refused(_("Kies waarover u wilt horen."), field="kinds")
    return Choice(kinds=chosen, themes=_check_size(themes), cities=_check_size(cities))


def choose_list(name: str, filters: Mapping[str, str]) -> Choice:
    """A choice of a list with its filters. Raises Refused when it is too much."""
    pairs = tuple(sorted((key, value.strip()) for key, value in filters.items() if value.strip()))
    if len(pairs) > MOST or any(len(key) > LONGEST or len(value) > LONGEST for key, value in pairs):
        raise Refused(_("Dit zijn te veel filters."))
    return Choice(list=name, filters=pairs)


def parse_choice(data: Mapping[str, Any]) -> Choice:
    """The choice that `as_data` wrote."""
    if data.get("list"):
        return choose_list(data["list"], data["filters"])
    return choose_kinds(data["kinds"], themes=data["themes"], cities=data["cities"])


def _check_size(values: Iterable[str]) -> tuple[str, ...]:
    found = tuple(sorted(set(values)))
    if len(found) > MOST or any(len(value) > LONGEST for value in found):
        raise Refused(_("Dit is te veel. Kies er minder, of kies niets: dan hoort u alles."))
    return found
