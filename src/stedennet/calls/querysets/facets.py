"""The filters of the list of calls: which options there are, and how many calls each would show."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.facets import Option

from ..models import Call
from ..rules.states import State

NAMES = ("thema", "soort", "provincie", "zoekt", "stand")
STATES = {"open": State.PUBLISHED, "gesloten": State.CLOSED}
ORDER = ("-state", "closes_on", "id")
"""Open ones first (“published” after “closed” in the alphabet), of those the first to close first."""


def filtered(chosen: Mapping[str, str], *, without: str = "") -> Any:
    """The calls that fit what was chosen."""
    wanted = {name: value for name, value in chosen.items() if value and name != without}
    rows = Call.objects.readable()
    if "stand" in wanted:
        rows = rows.filter(state=STATES[wanted["stand"]]) if wanted["stand"] in STATES else rows.none()
    if "thema" in wanted:
        rows = rows.filter(theme__slug=wanted["thema"])
    if "soort" in wanted:
        rows = rows.filter(kind=wanted["soort"])
    if "provincie" in wanted:
        rows = rows.filter(province__slug=wanted["provincie"])
    if "zoekt" in wanted:
        # Every kind is a word of its own between quotes; a search in text works alike on both databases.
        rows = rows.filter(wanted__icontains=f'"{wanted["zoekt"]}"') if wanted["zoekt"] in KINDS else rows.none()
    return rows.saying(wanted["q"]) if "q" in wanted else rows


KINDS = dict(Organisation.Kind.choices)


def options(name: str, chosen: Mapping[str, str]) -> list[Option]:
    """The options of one filter, counted over what the other filters leave; two queries at most."""
    rows = filtered(chosen, without=name).order_by()
    if name == "soort":
        counts = dict(rows.values_list("kind").annotate(n=Count("pk")))
        return [Option(value, str(label), counts.get(value, 0)) for value, label in Call.Kind.choices]
    if name == "stand":
        counts = dict(rows.values_list("state").annotate(n=Count("pk")))
        return [Option(value, str(state.label), counts.get(state, 0)) for value, state in STATES.items()]
    if name == "zoekt":
        lists = rows.values_list("wanted", flat=True)
        found = [kind for one in lists for kind in one]
        return [Option(value, str(label), found.count(value)) for value, label in KINDS.items()]
    if name == "thema":
        themes = dict(rows.values_list("theme").annotate(n=Count("pk")))
        known = Theme.objects.select_related("scheme").filter(pk__in=[key for key in themes if key])
        return [Option(one.slug, one.full_title, themes[one.pk]) for one in known]
    places = rows.values_list("province__slug", "province__name").annotate(n=Count("pk")).order_by("province__name")
    return [Option(slug, words, n) for slug, words, n in places if slug]
