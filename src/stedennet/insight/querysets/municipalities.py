"""Reads the rows of the matrix: every municipality with its province, groups and step towards joining."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from stedennet.network.models import GroupMembership, Organisation, Participation
from stedennet.network.rules.growth import DatedStep, find_latest_steps


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality as the matrix sorts and filters it; `groups` are pairs of slug and name, `step` may be empty."""

    key: int
    slug: str
    name: str
    code: str
    province: str
    province_slug: str
    groups: tuple[tuple[str, str], ...]
    step: str


def list_municipalities(*, day: dt.date) -> list[Municipality]:
    """List the municipalities on `day`, by name; three queries."""
    groups, steps = _read_groups(day), find_latest_steps(_read_steps(), day=day)
    columns = ("pk", "slug", "name", "code", "province__name", "province__slug")
    rows = Organisation.objects.on(day).of_kind("municipality").by_name().values_list(*columns)
    return [
        Municipality(key, slug, name, code or "", province or "", province_slug or "", groups[key], steps.get(key, ""))
        for key, slug, name, code, province, province_slug in rows
    ]


def list_members(group: int, *, day: dt.date) -> list[Municipality]:
    """List the municipalities of one group by its key, by name, without their groups and steps; one query."""
    members = GroupMembership.objects.on(day).filter(group=group).values("organisation")
    rows = Organisation.objects.on(day).of_kind("municipality").filter(pk__in=members).by_name()
    return [
        Municipality(key, slug, name, code or "", "", "", (), "")
        for key, slug, name, code in rows.values_list("pk", "slug", "name", "code")
    ]


def _read_groups(day: dt.date) -> "defaultdict[int, tuple[tuple[str, str], ...]]":
    found: defaultdict[int, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    members = GroupMembership.objects.on(day).order_by("group__name")
    for key, slug, name in members.values_list("organisation", "group__slug", "group__name"):
        found[key] = (*found[key], (slug, name))
    return found


def _read_steps() -> list[DatedStep]:
    steps = Participation.objects.values_list("organisation", "on", "step")
    return [DatedStep(organisation, on, step) for organisation, on, step in steps]
