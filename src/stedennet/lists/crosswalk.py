"""The theme facet of a list, which can also count what the crosswalk relates to the chosen theme."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.network.models import Theme, ThemeLink
from stedennet.network.rules.crosswalk import relate_themes

from .facets import Chosen, Facet, Option, Rows

THEME, RELATED, YES = "thema", "verwant", "mee"
"""The names of the two parameters, and the value that counts related themes too."""


def counts_related(chosen: Chosen) -> bool:
    """Whether rows with a theme that is related to the chosen one count too."""
    return bool(chosen.get(THEME)) and chosen.get(RELATED) == YES


def relate_all_themes() -> Mapping[str, list[Theme]]:
    """The related themes of each theme, by slug, in the order of the schemes; one query."""
    links = list(ThemeLink.objects.with_themes())
    return relate_themes((link.theme_a, link.theme_b, link.kind) for link in links)


@dataclass(frozen=True)
class ThemeFacet(Facet):
    """A filter on the theme of a row: `keep` narrows rows to a theme, `count` gives the options.

    `paths` lead from a row to its themes; with related themes the rows are kept and counted along them.
    """

    keep: Callable[[Rows, str], Rows]
    count: Callable[[Rows, str], list[Option]]
    paths: tuple[str, ...] = ("themes",)

    def narrow(self, rows: Rows, chosen: Chosen) -> Rows:
        """Those with the theme, or with one of its related themes; each once."""
        if not counts_related(chosen):
            return self.keep(rows, chosen[self.name])
        themes = Theme.objects.counted_for(chosen[self.name]).order_by().values("pk")
        among = Q()
        for path in self.paths:
            about = rows.model._base_manager.filter(**{f"{path}__in": themes})
            among |= Q(pk__in=about.order_by().values("pk"))
        return rows.filter(among)

    def options(self, left: Rows, chosen: Chosen, everything: Rows) -> list[Option]:
        """The themes, each counted with its related themes if those count."""
        value = chosen.get(self.name, "")
        if not counts_related(chosen):
            return self.count(left.order_by(), value)
        first, *others = (left.order_by().values_list("pk", path) for path in self.paths)
        return count_widely(first.union(*others) if others else first, value)


def count_widely(pairs: Iterable[tuple[int, int | None]], value: str) -> list[Option]:
    """An option for each theme that has rows itself or through a related one, and for the chosen one; two queries."""
    rows_by_theme: defaultdict[int, set[int]] = defaultdict(set)
    for row, key in pairs:
        if key is not None:
            rows_by_theme[key].add(row)
    related = relate_all_themes()
    options = []
    for theme in Theme.objects.select_related("scheme"):
        members = [theme.pk, *(other.pk for other in related.get(theme.slug, []))]
        number = len(set().union(*(rows_by_theme.get(member, ()) for member in members)))
        if number or theme.slug == value:
            options.append(Option(theme.slug, theme.full_title, number))
    return options


@dataclass(frozen=True)
class RelatedFacet(Facet):
    """The switch that counts related themes too; the theme facet does the work."""

    is_switch: ClassVar[bool] = True

    def narrow(self, rows: Rows, chosen: Chosen) -> Rows:
        """All rows."""
        return rows

    def options(self, left: Rows, chosen: Chosen, everything: Rows) -> list[Option]:
        """Only what was chosen, for the words on screen."""
        return [Option(YES, _("verwante thema’s tellen mee"), 0)] if chosen.get(self.name) == YES else []


RELATED_FACET = RelatedFacet(RELATED, gettext_lazy("Verband"))


def name_themes(themes: Collection[Theme]) -> str:
    """The names of these themes, each with its scheme."""
    return ", ".join(theme.full_title for theme in themes)
