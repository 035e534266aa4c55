"""For a call: which organisations could answer it, each with the reasons. Filters first, then a sum of factors."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import nlargest

from stedennet.calls.models import Call
from stedennet.core.text import get_localised_text
from stedennet.network.models import Theme
from stedennet.search.engine import IndexReader

from . import activities, organisation_facts
from .organisation_facts import KnownOrganisation
from .reasons import Reason, build_reasons
from .rules.factors import (
    ROLES,
    Factor,
    measure_kilometres,
    rank_candidates,
    score_cooperation,
    score_freshness,
    score_nearness,
)
from .rules.filters import Filter, fits_region
from .rules.track_records import TrackRecord, build_track_records, count_joint_activities, score_track_record

NO_TRACK_RECORD = TrackRecord()
MOST_WEIGHED = 300
"""How many of those who did something are weighed. Where no filter leaves many of them out, no more are looked up."""
LEAST_SIMILARITY = 0.1
"""Who did less that resembles the call is not named for it."""


@dataclass(frozen=True)
class Suggestion:
    """An organisation that may fit: `reasons` are what speaks for it, the weightiest first."""

    organisation: KnownOrganisation
    score: float
    reasons: list[Reason]


def find_partners(
    shelf: IndexReader, call: Call, *, day: dt.date, without: Collection[str] = (), most: int = 10
) -> list[Suggestion]:
    """The organisations that fit a call best; factors and filters in `without` do not count. Raises Broken.

    The number of queries is the same whatever the number of organisations.
    """
    evidence = gather_evidence(shelf, call, day=day)
    kinds = () if Filter.KIND in without else call.wanted
    everybody = organisation_facts.load_organisations(evidence.keys, day=day, kinds=kinds)
    everybody.pop(str(call.organisation_id), None)
    fitting = {key: one for key, one in everybody.items() if Filter.REGION in without or evidence.is_in_region(one)}
    weighed = {key: evidence.factors(fitting[key]) for key in evidence.foremost(fitting)}
    best = rank_candidates(weighed, without=without, most=most)
    return [Suggestion(fitting[one.key], one.score, build_reasons(one, fitting[one.key], evidence)) for one in best]


@dataclass(frozen=True)
class Evidence:
    """What speaks for organisations, all by their key: what they did, their role at the call's theme, and how often
    they worked with `home`, whose call it is. `themes` are names by slug."""

    call: Call
    day: dt.date
    did: Mapping[str, TrackRecord]
    roles: Mapping[str, tuple[str, str]]
    before: Mapping[str, int]
    themes: Mapping[str, str]
    home: KnownOrganisation | None

    @property
    def keys(self) -> set[str]:
        """Everybody for whom anything speaks."""
        return {*self.did, *self.roles, *self.before}

    def foremost(self, keys: Collection[str]) -> set[str]:
        """Those of these who did most, and all for whom something else speaks: the others cannot be among the best."""
        did = nlargest(MOST_WEIGHED, self.did.keys() & keys, key=lambda key: (self.did[key].text, key))
        return {*did, *(self.roles.keys() & keys), *(self.before.keys() & keys)}

    def factors(self, one: KnownOrganisation) -> dict[Factor, float]:
        """The share of each factor for an organisation."""
        did = self.did.get(one.key, NO_TRACK_RECORD)
        work = score_track_record(did)
        role = ROLES[self.roles[one.key][0]] if one.key in self.roles else 0.0
        days = (self.day - dt.date.fromisoformat(did.last)).days if did.last else None
        return {
            **work,
            Factor.THEME: max(role, work[Factor.THEME]),
            Factor.TOGETHER: score_cooperation(self.before.get(one.key, 0)),
            Factor.OFFER: float(any(self.opposite in deed.marks for deed in did.telling)),
            Factor.NEAR: self._nearness(one),
            Factor.FRESH: score_freshness(days) if days is not None else 0.0,
        }

    @property
    def opposite(self) -> str:
        """How an open call is marked that goes together with this one."""
        return f"call.{'offering' if self.call.kind == Call.Kind.LOOKING else 'looking'}"

    def is_in_region(self, one: KnownOrganisation) -> bool:
        """Whether it can be asked for the call's province: it is there, did something there, or works everywhere."""
        did = self.did.get(one.key, NO_TRACK_RECORD)
        return fits_region(self.call.province_id, one.key, one.province, self.worked_there(did))

    def worked_there(self, did: TrackRecord) -> bool:
        """Whether something like it was done in the call's province."""
        wanted = self.call.province
        return wanted is not None and any(wanted.slug in deed.provinces for deed in did.telling)

    def distance(self, one: KnownOrganisation) -> float | None:
        """Kilometres from whose call it is, when both places are known."""
        return measure_kilometres(self.home.point, one.point) if self.home and self.home.point and one.point else None

    def _nearness(self, one: KnownOrganisation) -> float:
        if self.call.province_id:
            return float(
                one.province == self.call.province_id or self.worked_there(self.did.get(one.key, NO_TRACK_RECORD))
            )
        distance = self.distance(one)
        return score_nearness(distance) if distance is not None else 0.0


def gather_evidence(shelf: IndexReader, call: Call, *, day: dt.date) -> Evidence:
    """Everything that is known for a call; three queries at most."""
    slugs = themes_of(call)
    done = build_track_records(
        activities.find_similar_activities(shelf, text_of(call), itself=f"call:{call.pk}"), themes=slugs
    )
    did = {key: one for key, one in done.items() if one.text >= LEAST_SIMILARITY}
    if not call.wanted and not call.province_id:
        did = {key: did[key] for key in nlargest(MOST_WEIGHED, did, key=lambda key: (did[key].text, key))}
    own = str(call.organisation_id or "")
    roles = organisation_facts.load_roles(slugs, day=day, also=list(did)[:MOST_WEIGHED]) if slugs else {}
    before = count_joint_activities(activities.list_co_owners(shelf, own), own) if own else {}
    names = (
        {one.slug: get_localised_text(one, "name") for one in Theme.objects.filter(slug__in=slugs)} if slugs else {}
    )
    return Evidence(
        call,
        day,
        did,
        roles,
        before,
        names,
        organisation_facts.load_organisation(call.organisation) if call.organisation else None,
    )


def text_of(call: Call) -> str:
    """What a call is about, in words."""
    about = str(call.initiative) if call.initiative else ""
    return "\n".join([call.title, call.what_for, call.work, about])


def themes_of(call: Call) -> list[str]:
    """The slugs of a call's themes: its own, or its initiative's."""
    if call.theme:
        return [call.theme.slug]
    return [theme.slug for theme in call.initiative.themes.all()] if call.initiative else []
