"""Cities like yours, and what they do that you do not. Population counts once it is in the register; it is not yet."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from stedennet.initiatives.models import Adoption, Initiative
from stedennet.network.models import GroupMembership, Organisation, ThemeRole

from . import facts
from .facts import Known
from .rules.alike import Profile, compared

MOST = 5


@dataclass(frozen=True)
class AlikeCity:
    """A city that is like another, with the reasons in words."""

    organisation: Known
    score: float
    reasons: list[str]


def like(city: Organisation, *, day: dt.date, most: int = MOST) -> list[AlikeCity]:
    """The municipalities most like this one; a fixed number of queries."""
    keys = Organisation.objects.on(day).of_kind("municipality").values_list("pk", flat=True)
    known = facts.organisations({str(key) for key in keys} | {str(city.pk)}, day=day)
    groups, names = _groups(day)
    themes = _themes(day)
    profiles = {
        key: Profile(one.province, one.point, frozenset(groups.get(key, ())), frozenset(themes.get(key, ())))
        for key, one in known.items()
    }
    own = profiles.pop(str(city.pk), None)
    if own is None:
        return []
    best = compared(own, profiles)[:most]
    return [AlikeCity(known[one.key], one.score, _reasons(one, names)) for one in best]


def they_do(cities: list[AlikeCity], *, but: Organisation, most: int = 6) -> list[Any]:
    """Initiatives of these cities that this one neither does nor reuses, those of the most of them first."""
    keys = [int(one.organisation.key) for one in cities]
    reused = Adoption.objects.filter(organisation=but).values("initiative")
    mine = Q(cities=but) | Q(lead=but) | Q(partners__organisation=but)
    rows = Initiative.objects.published().filter(Q(cities__in=keys) | Q(lead__in=keys))
    rows = rows.exclude(pk__in=Initiative.objects.filter(mine).values("pk")).exclude(pk__in=reused)
    there = Count("cities", filter=Q(cities__in=keys), distinct=True)
    return list(rows.annotate(there=there).order_by("-there", "-published_at", "pk").distinct()[:most])


def _groups(day: dt.date) -> tuple[dict[str, set[str]], dict[str, str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    names = {}
    rows = GroupMembership.objects.on(day).values_list("organisation", "group__slug", "group__name")
    for organisation, slug, name in rows:
        found[str(organisation)].add(slug)
        names[slug] = name
    return found, names


def _themes(day: dt.date) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for organisation, theme in ThemeRole.objects.on(day).values_list("organisation", "theme__slug"):
        found[str(organisation)].add(theme)
    rows = Initiative.objects.published().exclude(cities=None).exclude(themes=None)
    for organisation, theme in rows.values_list("cities", "themes__slug").distinct():
        found[str(organisation)].add(theme)
    return found


def _reasons(one: Any, names: dict[str, str]) -> list[str]:
    reasons = []
    if one.groups:
        reasons.append(_("ook in %(groups)s") % {"groups": ", ".join(names[slug] for slug in sorted(one.groups))})
    if one.themes:
        reasons.append(_("dezelfde thema's: %(n)s") % {"n": one.themes})
    if one.same_province:
        reasons.append(_("zelfde provincie"))
    if one.kilometres is not None:
        reasons.append(_("op %(km)s kilometer") % {"km": round(one.kilometres)})
    return reasons
