"""The filters of the organisation list: which options there are, and how many organisations each would show."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from ..models import Group, GroupMembership, Organisation, Theme, ThemeRole

NAMES = ("soort", "provincie", "groep", "thema", "rol")


@dataclass(frozen=True)
class Option:
    """One choice of a filter: its value in the address, its words, how many organisations it would show."""

    value: str
    label: str
    count: int


def filter_organisations(chosen: Mapping[str, str], *, day: dt.date, without: str = "") -> Any:
    """The organisations that fit what was chosen; `without` names a filter to leave out of account."""
    wanted = {name: value for name, value in chosen.items() if value and name != without}
    rows = Organisation.objects.on(day)
    if "soort" in wanted:
        rows = rows.of_kind(wanted["soort"])
    if "provincie" in wanted:
        rows = rows.in_province(wanted["provincie"])
    if "groep" in wanted:
        rows = rows.in_group(wanted["groep"], day=day)
    if "thema" in wanted or "rol" in wanted:
        rows = rows.with_role(theme=wanted.get("thema", ""), role=wanted.get("rol", ""), day=day)
    if "q" in wanted:
        rows = rows.resembling(wanted["q"])
    return rows


def count_options(name: str, chosen: Mapping[str, str], *, day: dt.date) -> list[Option]:
    """The options of one filter, counted over what the other filters leave; one query each."""
    rows = filter_organisations(chosen, day=day, without=name).order_by()
    if name == "soort":
        counts = dict(rows.values_list("kind").annotate(n=Count("id")))
        return [Option(value, str(label), counts.get(value, 0)) for value, label in Organisation.Kind.choices]
    if name == "provincie":
        return _count_provinces(rows)
    if name == "groep":
        members = GroupMembership.objects.on(day).filter(organisation__in=rows)
        counted = Count("memberships__organisation", filter=Q(memberships__in=members), distinct=True)
        return [Option(one.slug, one.name, one.n) for one in Group.objects.annotate(n=counted)]
    roles = ThemeRole.objects.on(day).filter(organisation__in=rows)
    if name == "thema":
        held = roles.filter(role=chosen["rol"]) if chosen.get("rol") else roles
        themes = Theme.objects.select_related("scheme").annotate(
            n=Count("roles__organisation", filter=Q(roles__in=held), distinct=True)
        )
        return [Option(one.slug, one.full_title, one.n) for one in themes]
    held = roles.filter(theme__slug=chosen["thema"]) if chosen.get("thema") else roles
    counts = dict(held.order_by().values_list("role").annotate(n=Count("organisation", distinct=True)))
    return [Option(value, str(label), counts.get(value, 0)) for value, label in ThemeRole.Role.choices]


def _count_provinces(rows: Any) -> list[Option]:
    counts = dict(rows.exclude(province=None).values_list("province__slug").annotate(n=Count("id")))
    here = set(rows.filter(kind=Organisation.Kind.PROVINCE).values_list("slug", flat=True))
    return [
        Option(slug, name, counts.get(slug, 0) + (slug in here))
        for slug, name in Organisation.objects.of_kind("province").order_by("name").values_list("slug", "name")
    ]
