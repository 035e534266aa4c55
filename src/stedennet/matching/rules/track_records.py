"""Track records: the activities of each organisation that resemble a text, added up. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .factors import Factor

POWER, NEXT = 1.25, 0.6
"""The exponent of similarity, and the weight of each further activity relative to the one before. Fitted by
benchmarks/matching_weights.py."""
THEMED = 0.5
"""Activities for the theme count as this share of leading it. Fitted as well."""
LEAST_NOTABLE = 0.3
"""The minimum share at which an activity is given as a reason."""


@dataclass(frozen=True)
class Activity:
    """An activity of organisations (`owners`, by key); `share` is its similarity to the text, from 0 to 1."""

    share: float
    owners: Collection[str]
    themes: Collection[str] = ()
    day: str = ""
    kind: str = ""
    marks: Collection[str] = ()
    provinces: Collection[str] = ()
    title: str = ""
    title_en: str = ""
    address: str = ""


@dataclass(frozen=True)
class TrackRecord:
    """The activities of one organisation, added up.

    `text`: their similarity to the text, from 0 to 1; `themed`: the part of it for the wanted themes.
    `last`: the day of the latest notable activity (ISO date, or empty); `notable`: the most similar, the best first.
    """

    text: float = 0.0
    themed: float = 0.0
    last: str = ""
    notable: Sequence[Activity] = field(default=())


def score_owners(hits: Iterable[tuple[float, Collection[str]]]) -> dict[str, float]:
    """Add up the similarity of each owner's activities: `hits` are shares (0 to 1) with owners, the best first.

    The owner with the highest sum gets the share of the best activity, and the others less in proportion.
    """
    sums: dict[str, float] = {}
    counts: dict[str, int] = {}
    best_share = 0.0
    for share, owners in hits:
        best_share = best_share or share
        for owner in owners:
            sums[owner] = sums.get(owner, 0.0) + share**POWER * NEXT ** counts.get(owner, 0)
            counts[owner] = counts.get(owner, 0) + 1
    highest_sum = max(sums.values(), default=0.0) or 1.0
    return {owner: best_share * value / highest_sum for owner, value in sums.items()}


def build_track_records(activities: Sequence[Activity], *, themes: Collection[str] = ()) -> dict[str, TrackRecord]:
    """Build the track record of each owner, by key; `activities` have the best first, `themes` are the wanted ones."""
    activities_by_owner: defaultdict[str, list[Activity]] = defaultdict(list)
    for activity in activities:
        for owner in activity.owners:
            activities_by_owner[owner].append(activity)
    shares = score_owners((activity.share, activity.owners) for activity in activities)
    return {key: _build_track_record(shares[key], own, set(themes)) for key, own in activities_by_owner.items()}


def _build_track_record(share: float, activities: Sequence[Activity], themes: set[str]) -> TrackRecord:
    total = sum(activity.share for activity in activities) or 1
    themed = sum(activity.share for activity in activities if themes & set(activity.themes)) / total
    notable = [activity for activity in activities if activity.share >= LEAST_NOTABLE]
    last = max((activity.day for activity in notable), default="")
    return TrackRecord(share, themed * share, last, notable)


def score_track_record(record: TrackRecord) -> dict[Factor, float]:
    """Score the factors that follow from the track record alone."""
    return {Factor.TEXT: record.text, Factor.THEME: THEMED * record.themed}


def count_joint_activities(owners: Iterable[Collection[str]], organisation: str) -> Mapping[str, int]:
    """Count each other organisation's activities together with this one; `owners` are those of each activity."""
    counts: defaultdict[str, int] = defaultdict(int)
    for keys in owners:
        if organisation in keys:
            for key in keys:
                if key != organisation:
                    counts[key] += 1
    return dict(counts)
