"""The switch that counts related themes of another scheme too, with the numbers of the list, as plain values."""

from collections.abc import Sequence

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import ngettext

from stedennet.lists.crosswalk import RELATED, THEME, YES, counts_related, name_themes, relate_all_themes
from stedennet.lists.declarations import List
from stedennet.lists.facets import Rows
from stedennet.lists.organisations import ORGANISATIONS
from stedennet.network.models import Theme

from ..filters import Filters


def build_switch(declared: List, filters: Filters, rows: Rows | None = None) -> dict[str, object]:
    """Return the switch of a list for the chosen theme; empty without a theme, or without related ones.

    One query, and one more while related themes count. `rows` are all rows, if they were read already.
    """
    slug = filters.chosen.get(THEME, "")
    if not slug or RELATED not in declared.facet_names:
        return {}
    related = relate_all_themes().get(slug, [])
    if not related:
        return {}
    is_on = counts_related(filters.chosen)
    chosen = filters.with_choice(RELATED, "" if is_on else YES)
    return {
        "is_on": is_on,
        "value": YES,
        "name": RELATED,
        "url": chosen.onto(declared.page_url),
        "themes": name_themes(related),
        "sentence": _write_counts(declared, filters, rows, related)[1] if is_on else "",
    }


def _write_counts(declared: List, filters: Filters, rows: Rows | None, related: Sequence[Theme]) -> tuple[int, str]:
    """How many rows there are, and in words how many of them come in through related themes."""
    everything = declared.rows() if rows is None else rows
    wide = declared.narrow(everything, filters.chosen)
    total, direct = _count(wide, declared.narrow(everything, filters.without(RELATED).chosen))
    return total, describe_counts(total, direct, related)


def describe_counts(total: int, direct: int, related: Sequence[Theme]) -> str:
    """Say how many of `total` come in through related themes: all but the `direct` ones."""
    sentence = ngettext(
        "waarvan %(via)s via het verwante thema %(themes)s",
        "waarvan %(via)s via de verwante thema’s %(themes)s",
        len(related),
    )
    return sentence % {"via": total - direct, "themes": name_themes(related)}


def _count(wide: Rows, direct: Rows) -> tuple[int, int]:
    """How many rows there are in all, and how many of them directly; one query."""
    if isinstance(wide, list):
        return len(wide), len(direct)
    is_direct = Q(pk__in=direct.order_by().values("pk"))
    counts = wide.order_by().aggregate(
        total=Count("pk", distinct=True), direct=Count("pk", filter=is_direct, distinct=True)
    )
    return counts["total"], counts["direct"]


def build_theme_switch(theme: Theme, related: Sequence[Theme], *, is_on: bool) -> dict[str, object]:
    """Return the switch of the page of a theme; empty without related themes. One query while it is on."""
    if not related:
        return {}
    path = reverse("theme", args=[theme.slug])
    filters = Filters({THEME: theme.slug, RELATED: YES if is_on else ""}, ORGANISATIONS.facet_names)
    number, via = _write_counts(ORGANISATIONS, filters, None, related) if is_on else (0, "")
    organisations = ngettext("%(n)s organisatie met een rol", "%(n)s organisaties met een rol", number) % {"n": number}
    return {
        "is_on": is_on,
        "url": path if is_on else f"{path}?{RELATED}={YES}",
        "themes": name_themes(related),
        "sentence": f"{organisations}, {via}",
        "list_url": filters.onto(ORGANISATIONS.page_url),
    }
