"""Cities similar to a given one, and their initiatives that it lacks. Population counts where it is registered."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stedennet.initiatives.models import Adoption, Initiative
from stedennet.network.models import GroupMembership, Organisation, ThemeRole

from . import organisation_facts
from .organisation_facts import KnownOrganisation
from .rules.cities import CityLikeness, CityProfile, rank_cities

MOST_CITIES = 5
NAMED_THEMES = 3
MUNICIPALITY = Organisation.Kind.MUNICIPALITY


@dataclass(frozen=True)
class SimilarCity:
    """A city that resembles another, with its score (0 to 1) and the reasons in words."""

    organisation: KnownOrganisation
    score: float
    reasons: list[str]


def find_similar_cities(city: Organisation, *, day: dt.date, most: int = MOST_CITIES) -> list[SimilarCity]:
    """Find the municipalities most like this one, among those that agree to be named; three or four queries."""
    known = organisation_facts.load_organisations_of_kind(MUNICIPALITY, day=day)
    if str(city.pk) not in known:
        known[str(city.pk)] = organisation_facts.load_organisation(city)
    groups, names = _load_groups(day)
    themes, theme_names = _load_themes(day)
    profiles = {
        key: CityProfile(
            organisation.province,
            organisation.point,
            frozenset(groups[key]),
            frozenset(themes[key]),
            organisation.population,
        )
        for key, organisation in known.items()
    }
    own = profiles.pop(str(city.pk))
    best = [likeness for likeness in rank_cities(own, profiles) if likeness.score][:most]
    names |= theme_names
    return [SimilarCity(known[likeness.key], likeness.score, _build_reasons(likeness, names)) for likeness in best]


def find_initiatives_elsewhere(
    cities: list[SimilarCity], *, but: Organisation, most: int = 6
) -> list[tuple[Initiative, list[str]]]:
    """Find initiatives of these cities in which `but` has no part and which it did not adopt.

    Those in the most of these cities come first, each with the names of the cities that lead it or take part. Two
    queries.
    """
    named = {int(city.organisation.key): city.organisation.name for city in cities}
    adopted = Adoption.objects.filter(organisation=but).values("initiative")
    owned = Q(cities=but) | Q(lead=but) | Q(partners__organisation=but)
    rows = Initiative.objects.published().filter(Q(cities__in=named) | Q(lead__in=named))
    rows = rows.exclude(pk__in=Initiative.objects.filter(owned).values("pk")).exclude(pk__in=adopted)
    city_count = Count("cities", filter=Q(cities__in=named), distinct=True)
    best = rows.annotate(city_count=city_count).order_by("-city_count", "-published_at", "pk").distinct()[:most]
    return [(initiative, _list_owner_names(initiative, named)) for initiative in best.prefetch_related("cities")]


def _list_owner_names(initiative: Initiative, named: Mapping[int, str]) -> list[str]:
    keys = dict.fromkeys([initiative.lead_id, *(city.pk for city in initiative.cities.all())])
    return [named[key] for key in keys if key is not None and key in named]


def _load_groups(day: dt.date) -> tuple[defaultdict[str, set[str]], dict[str, str]]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    names = {}
    rows = GroupMembership.objects.on(day).values_list("organisation", "group__slug", "group__name")
    for organisation, slug, name in rows:
        groups[str(organisation)].add(f"group {slug}")
        names[f"group {slug}"] = name
    return groups, names


def _load_themes(day: dt.date) -> tuple[defaultdict[str, set[str]], dict[str, str]]:
    """The themes of each organisation, by a role or an initiative, and their names; one query."""
    themes: defaultdict[str, set[str]] = defaultdict(set)
    roles = ThemeRole.objects.on(day).order_by().values_list("organisation", "theme__slug", "theme__name")
    initiatives = Initiative.objects.published().exclude(cities=None).exclude(themes=None).order_by()
    names = {}
    for organisation, theme, name in roles.union(initiatives.values_list("cities", "themes__slug", "themes__name")):
        themes[str(organisation)].add(theme)
        names[theme] = name
    return themes, names


def _build_reasons(likeness: CityLikeness, names: Mapping[str, str]) -> list[str]:
    reasons = []
    if likeness.groups:
        groups = ", ".join(names[slug] for slug in sorted(likeness.groups))
        reasons.append(_("ook in %(groups)s") % {"groups": groups})
    if likeness.themes:
        reasons.append(_describe_shared_themes(sorted(names[slug] for slug in likeness.themes)))
    if likeness.is_as_large:
        reasons.append(_("ongeveer even groot"))
    if likeness.same_province:
        reasons.append(_("zelfde provincie"))
    if likeness.kilometres is not None:
        kilometres = round(likeness.kilometres)
        reasons.append(ngettext("op %(km)s kilometer", "op %(km)s kilometer", kilometres) % {"km": kilometres})
    return reasons


def _describe_shared_themes(themes: list[str]) -> str:
    named, more = ", ".join(themes[:NAMED_THEMES]), len(themes) - NAMED_THEMES
    if more <= 0:
        return _("werkt ook aan %(themes)s") % {"themes": named}
    sentence = ngettext(
        "werkt ook aan %(themes)s en nog %(n)s thema", "werkt ook aan %(themes)s en nog %(n)s thema's", more
    )
    return sentence % {"themes": named, "n": more}
