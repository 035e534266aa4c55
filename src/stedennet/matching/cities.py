"""Cities like yours, and what they do that you do not. Population counts where it stands in the register."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stedennet.initiatives.models import Adoption, Initiative
from stedennet.network.models import GroupMembership, Organisation, Theme, ThemeRole

from . import organisation_facts
from .organisation_facts import KnownOrganisation
from .rules.cities import CityLikeness, CityProfile, rank_cities

MOST_CITIES = 5
NAMED_THEMES = 3
MUNICIPALITY = Organisation.Kind.MUNICIPALITY


@dataclass(frozen=True)
class SimilarCity:
    """A city that is like another, with the reasons in words."""

    organisation: KnownOrganisation
    score: float
    reasons: list[str]


def find_similar_cities(city: Organisation, *, day: dt.date, most: int = MOST_CITIES) -> list[SimilarCity]:
    """The municipalities most like this one that want to be named; a fixed number of queries."""
    known = organisation_facts.load_organisations_of_kind(MUNICIPALITY, day=day) | {
        str(city.pk): organisation_facts.load_organisation(city)
    }
    groups, names = _load_groups(day)
    themes = _load_themes(day)
    profiles = {
        key: CityProfile(one.province, one.point, frozenset(groups[key]), frozenset(themes[key]), one.population)
        for key, one in known.items()
    }
    own = profiles.pop(str(city.pk))
    best = [one for one in rank_cities(own, profiles) if one.score][:most]
    called = names | dict(Theme.objects.values_list("slug", "name"))
    return [SimilarCity(known[one.key], one.score, _build_reasons(one, called)) for one in best]


def find_initiatives_elsewhere(
    cities: list[SimilarCity], *, but: Organisation, most: int = 6
) -> list[tuple[Any, list[str]]]:
    """Initiatives of these cities that this one neither does nor reuses, those of the most of them first.

    Each comes with the names of who does it. Two queries.
    """
    named = {int(one.organisation.key): one.organisation.name for one in cities}
    reused = Adoption.objects.filter(organisation=but).values("initiative")
    mine = Q(cities=but) | Q(lead=but) | Q(partners__organisation=but)
    rows = Initiative.objects.published().filter(Q(cities__in=named) | Q(lead__in=named))
    rows = rows.exclude(pk__in=Initiative.objects.filter(mine).values("pk")).exclude(pk__in=reused)
    there = Count("cities", filter=Q(cities__in=named), distinct=True)
    found = rows.annotate(there=there).order_by("-there", "-published_at", "pk").distinct()[:most]
    return [(row, _list_owner_names(row, named)) for row in found.prefetch_related("cities")]


def _list_owner_names(row: Initiative, named: Mapping[int, str]) -> list[str]:
    keys = dict.fromkeys([row.lead_id, *(city.pk for city in row.cities.all())])
    return [named[key] for key in keys if key is not None and key in named]


def _load_groups(day: dt.date) -> tuple[defaultdict[str, set[str]], dict[str, str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    names = {}
    rows = GroupMembership.objects.on(day).values_list("organisation", "group__slug", "group__name")
    for organisation, slug, name in rows:
        found[str(organisation)].add(f"group {slug}")
        names[f"group {slug}"] = name
    return found, names


def _load_themes(day: dt.date) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for organisation, theme in ThemeRole.objects.on(day).values_list("organisation", "theme__slug"):
        found[str(organisation)].add(theme)
    rows = Initiative.objects.published().exclude(cities=None).exclude(themes=None)
    for organisation, theme in rows.values_list("cities", "themes__slug").distinct():
        found[str(organisation)].add(theme)
    return found


def _build_reasons(one: CityLikeness, names: Mapping[str, str]) -> list[str]:
    reasons = []
    if one.groups:
        groups = ", ".join(names[slug] for slug in sorted(one.groups))
        reasons.append(_("ook in %(groups)s") % {"groups": groups})
    if one.themes:
        reasons.append(_describe_shared_themes(sorted(names[slug] for slug in one.themes)))
    if one.is_as_large:
        reasons.append(_("ongeveer even groot"))
    if one.same_province:
        reasons.append(_("zelfde provincie"))
    if one.kilometres is not None:
        kilometres = round(one.kilometres)
        reasons.append(ngettext("op %(km)s kilometer", "op %(km)s kilometer", kilometres) % {"km": kilometres})
    return reasons


def _describe_shared_themes(themes: list[str]) -> str:
    said, more = ", ".join(themes[:NAMED_THEMES]), len(themes) - NAMED_THEMES
    if more <= 0:
        return _("werkt ook aan %(themes)s") % {"themes": said}
    sentence = ngettext(
        "werkt ook aan %(themes)s en nog %(n)s thema", "werkt ook aan %(themes)s en nog %(n)s thema's", more
    )
    return sentence % {"themes": said, "n": more}
