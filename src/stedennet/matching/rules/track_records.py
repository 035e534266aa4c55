"""What organisations did that resembles a text, added up for each of them. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .factors import Factor

POWER, NEXT = 1.25, 0.6
"""The best thing that somebody did counts fully, each next one a share of the one before. Fitted:
benchmarks/matching_weights.py."""
THEMED = 0.5
"""Work on the wanted theme counts as this share of leading it. Fitted too."""
LEAST_TELLING = 0.3
"""What is named as a reason resembles the text at least this much of what resembles it most."""


@dataclass(frozen=True)
class Activity:
    """A thing that organisations did: what is asked of it here. `share` is how much it resembles the text, 0 to 1."""

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
    """What one organisation did: how much resembles the text (0 to 1), which share of it is about the wanted themes,
    when it last did something, and the things that tell most, the best first."""

    text: float = 0.0
    themed: float = 0.0
    last: str = ""
    telling: Sequence[Activity] = field(default=())


def score_owners(hits: Iterable[tuple[float, Collection[str]]]) -> dict[str, float]:
    """How much everybody did that resembles a text: `hits` are shares (0 to 1) with owners, the best first.

    Who did most has the share of the best thing, the others less.
    """
    found: dict[str, float] = {}
    times: dict[str, int] = {}
    best = 0.0
    for share, owners in hits:
        best = best or share
        for owner in owners:
            found[owner] = found.get(owner, 0.0) + share**POWER * NEXT ** times.get(owner, 0)
            times[owner] = times.get(owner, 0) + 1
    most = max(found.values(), default=0.0) or 1.0
    return {owner: best * value / most for owner, value in found.items()}


def build_track_records(deeds: Sequence[Activity], *, themes: Collection[str] = ()) -> dict[str, TrackRecord]:
    """What everybody did, by their key; `deeds` with the best first, `themes` those that are wanted."""
    wanted = set(themes)
    own: defaultdict[str, list[Activity]] = defaultdict(list)
    for deed in deeds:
        for owner in deed.owners:
            own[owner].append(deed)
    share = score_owners((deed.share, deed.owners) for deed in deeds)
    return {key: _build_track_record(share[key], things, wanted) for key, things in own.items()}


def _build_track_record(share: float, things: Sequence[Activity], themes: set[str]) -> TrackRecord:
    themed = sum(deed.share for deed in things if themes & set(deed.themes)) / (sum(one.share for one in things) or 1)
    telling = [deed for deed in things if deed.share >= LEAST_TELLING]
    last = max((deed.day for deed in telling), default="")
    return TrackRecord(share, themed * share, last, telling)


def score_track_record(done: TrackRecord) -> dict[Factor, float]:
    """What somebody's work says: the factors that need nothing but the index."""
    return {Factor.TEXT: done.text, Factor.THEME: THEMED * done.themed}


def count_joint_activities(owners: Iterable[Collection[str]], with_: str) -> Mapping[str, int]:
    """How often each organisation did something with this one: `owners` are those of each thing."""
    found: defaultdict[str, int] = defaultdict(int)
    for keys in owners:
        if with_ in keys:
            for key in keys:
                if key != with_:
                    found[key] += 1
    return dict(found)
