"""The evidence for a call: what is known of each organisation that speaks for it, in three queries at most."""

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
from .rules.factors import ROLES, Factor, measure_kilometres, score_cooperation, score_freshness, score_nearness
from .rules.filters import fits_region
from .rules.track_records import TrackRecord, build_track_records, count_joint_activities, score_track_record

NO_TRACK_RECORD = TrackRecord()
MOST_WEIGHED = 300
"""The number of organisations with a track record that are scored. Where no filter excludes many of them, no others
are looked up."""
LEAST_SIMILARITY = 0.1
"""An organisation whose work resembles the call less than this is not suggested for it."""


@dataclass(frozen=True)
class Evidence:
    """Evidence for organisations, by their key: their track record, their role for the call's theme (role and
    theme), and the number of activities they had together with `home`, the organisation whose call it is.

    `theme_names` are by slug."""

    call: Call
    day: dt.date
    track_records: Mapping[str, TrackRecord]
    roles: Mapping[str, tuple[str, str]]
    joint_activities: Mapping[str, int]
    theme_names: Mapping[str, str]
    home: KnownOrganisation | None

    @property
    def keys(self) -> set[str]:
        """All organisations for which there is any evidence."""
        return {*self.track_records, *self.roles, *self.joint_activities}

    def select_strongest(self, keys: Collection[str]) -> set[str]:
        """Those of `keys` with the best track record, and all with other evidence: no others can be among the best."""
        best = nlargest(
            MOST_WEIGHED, self.track_records.keys() & keys, key=lambda key: (self.track_records[key].text, key)
        )
        return {*best, *(self.roles.keys() & keys), *(self.joint_activities.keys() & keys)}

    def score_factors(self, organisation: KnownOrganisation) -> dict[Factor, float]:
        """The share of each factor for an organisation, from 0 to 1."""
        key = organisation.key
        record = self.track_record_of(organisation)
        shares = score_track_record(record)
        role = ROLES[self.roles[key][0]] if key in self.roles else 0.0
        days = (self.day - dt.date.fromisoformat(record.last)).days if record.last else None
        return {
            **shares,
            Factor.THEME: max(role, shares[Factor.THEME]),
            Factor.TOGETHER: score_cooperation(self.joint_activities.get(key, 0)),
            Factor.OFFER: float(any(self.opposite_mark in activity.marks for activity in record.notable)),
            Factor.NEAR: self._score_nearness(organisation),
            Factor.FRESH: score_freshness(days) if days is not None else 0.0,
        }

    def track_record_of(self, organisation: KnownOrganisation) -> TrackRecord:
        """The track record of an organisation; an empty one when nothing it did resembles the call."""
        return self.track_records.get(organisation.key, NO_TRACK_RECORD)

    @property
    def opposite_mark(self) -> str:
        """The mark of open calls that match this one: an offer for a request, and the reverse."""
        return f"call.{'offering' if self.call.kind == Call.Kind.LOOKING else 'looking'}"

    def is_in_region(self, organisation: KnownOrganisation) -> bool:
        """Whether it fits the call's province: it is located there, worked there, or works everywhere."""
        worked_there = self.worked_in_region(self.track_record_of(organisation))
        return fits_region(self.call.province_id, organisation.key, organisation.province, worked_there)

    def worked_in_region(self, record: TrackRecord) -> bool:
        """Whether a similar activity took place in the call's province."""
        province = self.call.province
        return province is not None and any(province.slug in activity.provinces for activity in record.notable)

    def distance_to(self, organisation: KnownOrganisation) -> float | None:
        """Kilometres from the organisation whose call it is; None when either location is unknown."""
        if not (self.home and self.home.point and organisation.point):
            return None
        return measure_kilometres(self.home.point, organisation.point)

    def _score_nearness(self, organisation: KnownOrganisation) -> float:
        if self.call.province_id:
            is_there = organisation.province == self.call.province_id
            return float(is_there or self.worked_in_region(self.track_record_of(organisation)))
        distance = self.distance_to(organisation)
        return score_nearness(distance) if distance is not None else 0.0


def gather_evidence(reader: IndexReader, call: Call, *, day: dt.date) -> Evidence:
    """Gather the evidence for a call, with three queries at most. Raises BrokenIndex."""
    slugs = list_theme_slugs(call)
    records = _build_relevant_track_records(reader, call, slugs)
    roles = organisation_facts.load_roles(slugs, day=day, also=list(records)[:MOST_WEIGHED]) if slugs else {}
    home = str(call.organisation_id or "")
    joint_activities = count_joint_activities(activities.list_co_owners(reader, home), home) if home else {}
    themes = Theme.objects.filter(slug__in=slugs) if slugs else []
    return Evidence(
        call,
        day,
        records,
        roles,
        joint_activities,
        {theme.slug: get_localised_text(theme, "name") for theme in themes},
        organisation_facts.load_organisation(call.organisation) if call.organisation else None,
    )


def _build_relevant_track_records(reader: IndexReader, call: Call, themes: list[str]) -> dict[str, TrackRecord]:
    similar = activities.find_similar_activities(reader, build_call_text(call), itself=f"call:{call.pk}")
    all_records = build_track_records(similar, themes=themes)
    records = {key: record for key, record in all_records.items() if record.text >= LEAST_SIMILARITY}
    if call.wanted or call.province_id:
        return records
    best = nlargest(MOST_WEIGHED, records, key=lambda key: (records[key].text, key))
    return {key: records[key] for key in best}


def build_call_text(call: Call) -> str:
    """The text by which similar activities are found."""
    initiative = str(call.initiative) if call.initiative else ""
    return "\n".join([call.title, call.what_for, call.work, initiative])


def list_theme_slugs(call: Call) -> list[str]:
    """The slugs of the call's theme, or else of its initiative's themes."""
    if call.theme:
        return [call.theme.slug]
    return [theme.slug for theme in call.initiative.themes.all()] if call.initiative else []
