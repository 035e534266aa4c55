"""The filters of a list. Each facet has a label, narrows the rows and counts its options."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, Q, Value
from django.db.models.functions import ExtractYear
from django.utils.functional import Promise

from stedennet.network.models import Organisation, Theme


@dataclass(frozen=True)
class Option:
    """One choice of a facet: its value in the address, its words, how many rows it would show."""

    value: str
    label: str
    count: int


Rows = Any
"""A QuerySet; for actions of the agenda a list."""
Chosen = Mapping[str, str]
"""The reader's choice: values by facet name; `q` holds the words searched for."""
Counting = Callable[[Rows, str], list[Option]]
"""Gives the options of a facet from the rows and the chosen value."""


@dataclass(frozen=True)
class Facet:
    """A filter: its name in the address and its label."""

    name: str
    label: str | Promise
    is_switch: ClassVar[bool] = False
    """Whether it is on or off, and changes what another facet counts."""

    def narrow(self, rows: Rows, chosen: Chosen) -> Rows:
        """The rows that fit `chosen[self.name]`."""
        raise NotImplementedError

    def options(self, left: Rows, chosen: Chosen, everything: Rows) -> list[Option]:
        """The choices with their numbers: `left` is what the other facets leave of `everything`."""
        raise NotImplementedError


@dataclass(frozen=True)
class QueryFacet(Facet):
    """A filter on a QuerySet, independent of other filters: `keep` narrows rows to a value, `count` gives the options.

    `count` also gets the chosen value (empty when none is), because its label is shown even when nothing matches.
    """

    keep: Callable[[Rows, str], Rows]
    count: Counting

    def narrow(self, rows: Rows, chosen: Chosen) -> Rows:
        """The rows that `keep` keeps."""
        return self.keep(rows, chosen[self.name])

    def options(self, left: Rows, chosen: Chosen, everything: Rows) -> list[Option]:
        """The options that `count` finds."""
        return self.count(left.order_by(), chosen.get(self.name, ""))


YES = "ja"
"""The only option of a facet that is on or off."""


@dataclass(frozen=True)
class YesFacet(Facet):
    """A filter with one option, `words`: `keep` keeps the rows that have it."""

    words: str | Promise
    keep: Callable[[Rows], Rows]

    def narrow(self, rows: Rows, chosen: Chosen) -> Rows:
        """The rows that `keep` keeps."""
        return self.keep(rows)

    def options(self, left: Rows, chosen: Chosen, everything: Rows) -> list[Option]:
        """The one option."""
        return [self.build_option(self.keep(left.order_by()).count())]

    def build_option(self, count: int) -> Option:
        """The one option, with the number of rows that have it."""
        return Option(YES, str(self.words), count)


def count_together(rows_by_name: Mapping[str, Rows]) -> dict[str, int]:
    """Count several querysets of one model in one query; the numbers by the same names."""
    if not rows_by_name:
        return {}
    parts = [
        rows.order_by().annotate(part=Value(name)).values("part").annotate(n=Count("pk", distinct=True))
        for name, rows in rows_by_name.items()
    ]
    first, *others = (part.values_list("part", "n") for part in parts)
    return dict.fromkeys(rows_by_name, 0) | dict(first.union(*others, all=True) if others else first)


def count_choices(field: str, choices: Iterable[tuple[str, str | Promise]]) -> Counting:
    """Counts each of the `choices` of a field, in their own order; one query."""

    def count(rows: Rows, value: str) -> list[Option]:
        counts = dict(rows.values_list(field).annotate(n=Count("pk", distinct=True)))
        return [Option(value, str(label), counts.get(value, 0)) for value, label in choices]

    return count


def count_themes(field: str) -> Counting:
    """Counts each theme that the relation `field` leads to; two queries."""

    def count(rows: Rows, value: str) -> list[Option]:
        return list_theme_options(dict(rows.values_list(field).annotate(n=Count("pk", distinct=True))), value)

    return count


def list_theme_options(counts: Mapping[int, int], value: str) -> list[Option]:
    """An option for each theme that was counted, by its key, and for the chosen one; one query."""
    keys = [key for key in counts if key]
    wanted = Q(pk__in=keys) | Q(slug=value) if value else Q(pk__in=keys)
    themes = Theme.objects.select_related("scheme").filter(wanted) if keys or value else ()
    return [Option(theme.slug, theme.full_title, counts.get(theme.pk, 0)) for theme in themes]


def count_places(relation: str) -> Counting:
    """Counts each organisation that `relation` leads to, by name; one query, one more when nothing fits the choice."""

    def count(rows: Rows, value: str) -> list[Option]:
        name = f"{relation}__name"
        places = rows.values_list(f"{relation}__slug", name).annotate(n=Count("pk", distinct=True)).order_by(name)
        return with_chosen_place([Option(slug, words, number) for slug, words, number in places if slug], value)

    return count


MOST_PLACES = 60
"""More organisations than this are no choice but a page by themselves; a filter beside them makes them fewer."""


def count_few_places(relation: str) -> Counting:
    """Counts each organisation that `relation` leads to, by name; only the chosen one when there are too many."""

    def count(rows: Rows, value: str) -> list[Option]:
        slug, name = f"{relation}__slug", f"{relation}__name"
        places = (
            rows.filter(**{f"{relation}__isnull": False})
            .values_list(slug, name)
            .annotate(n=Count("pk", distinct=True))
        )
        found = list(places.order_by(name)[: MOST_PLACES + 1])
        if len(found) > MOST_PLACES:
            found = list(places.filter(**{slug: value})) if value else []
        return with_chosen_place([Option(*place) for place in found], value)

    return count


def with_chosen_place(options: list[Option], value: str) -> list[Option]:
    """The options, and the chosen organisation when no row has it: its name is shown, not its slug."""
    if not value or any(option.value == value for option in options):
        return options
    names = Organisation.objects.filter(slug=value).values_list("name", flat=True)
    return [*options, *(Option(value, name, 0) for name in names)]


def count_years(field: str) -> Counting:
    """Counts each year of a day or moment, the last first; one query."""

    def count(rows: Rows, value: str) -> list[Option]:
        dated = rows.exclude(**{field: None}).annotate(year=ExtractYear(field))
        years = dated.values_list("year").annotate(n=Count("pk", distinct=True)).order_by("-year")
        return [Option(str(year), str(year), number) for year, number in years]

    return count


def is_year(text: str) -> bool:
    """Whether a value in the address is a year from 1900 to 2099."""
    return re.fullmatch("(19|20)[0-9]{2}", text) is not None
