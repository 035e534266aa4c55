"""The filters of the list of initiatives: which options there are, and how many initiatives each would show."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.facets import Option

from ..models import Initiative
from ..rules.words import Phase

NAMES = ("thema", "stad", "provincie", "fase", "partner", "lessen", "oproep", "jaar")
WITH = "ja"
ORDERS = {
    "nieuw": ("-published_at", "-id"),
    "naam": ("title", "id"),
    "hergebruik": ("-reused", "title", "id"),
}
"""What the list can be ordered by; the first is what nobody asked for."""


def filtered(chosen: Mapping[str, str], *, without: str = "", calling: Any = ()) -> Any:
    """The published initiatives that fit what was chosen; `without` names a filter to leave out of account.

    `calling` are the keys of those with an open call: another room knows them.
    """
    wanted = {name: value for name, value in chosen.items() if value and name != without}
    rows = Initiative.objects.published()
    if "thema" in wanted:
        rows = rows.about(wanted["thema"])
    if "stad" in wanted:
        rows = rows.in_city(wanted["stad"])
    if "provincie" in wanted:
        rows = rows.in_province(wanted["provincie"])
    if "fase" in wanted:
        rows = rows.filter(phase=wanted["fase"])
    if "partner" in wanted:
        rows = rows.with_partner_kind(wanted["partner"])
    if "lessen" in wanted:
        rows = rows.with_lessons()
    if "oproep" in wanted:
        rows = rows.filter(pk__in=calling)
    if "jaar" in wanted:
        rows = rows.begun_in(int(wanted["jaar"])) if _is_year(wanted["jaar"]) else rows.none()
    return rows.saying(wanted["q"]) if "q" in wanted else rows


def options(name: str, chosen: Mapping[str, str], *, calling: Any = ()) -> list[Option]:
    """The options of one filter, counted over what the other filters leave; two queries at most."""
    rows = filtered(chosen, without=name, calling=calling).order_by()
    if name == "fase":
        counts = dict(rows.values_list("phase").annotate(n=Count("pk")))
        return [Option(value, str(label), counts.get(value, 0)) for value, label in Phase.choices]
    if name == "jaar":
        years = rows.exclude(begins_on=None).values_list("begins_on__year").annotate(n=Count("pk"))
        return [Option(str(year), str(year), n) for year, n in sorted(years, reverse=True)]
    if name == "oproep":
        return [Option(WITH, "", rows.filter(pk__in=calling).count())]
    if name == "lessen":
        return [Option(WITH, "", rows.with_lessons().count())]
    if name == "partner":
        kinds = dict(
            rows.values_list("partners__organisation__kind").annotate(n=Count("pk", distinct=True)).order_by()
        )
        return [Option(value, str(label), kinds.get(value, 0)) for value, label in Organisation.Kind.choices]
    if name == "thema":
        themes = dict(rows.values_list("themes").annotate(n=Count("pk")))
        found = Theme.objects.select_related("scheme").filter(pk__in=[key for key in themes if key])
        return [Option(one.slug, one.full_title, themes[one.pk]) for one in found]
    field = "cities__slug" if name == "stad" else "cities__province__slug"
    label = "cities__name" if name == "stad" else "cities__province__name"
    places = rows.values_list(field, label).annotate(n=Count("pk", distinct=True)).order_by(label)
    return [Option(slug, words, n) for slug, words, n in places if slug]


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 1900 <= int(text[:9]) <= 2200
