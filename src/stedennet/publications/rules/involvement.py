"""The organisations involved with an article, why, and in which order. Pure: values in, values out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

LEAD, PARTICIPANT, NAMED = "lead", "participant", "named"
RANK = {LEAD: 0, PARTICIPANT: 1, NAMED: 2}


@dataclass(frozen=True)
class Reason:
    """Why an organisation is involved: a role in one of the article's themes, or a mention (no theme)."""

    organisation: int
    why: str
    theme: int | None = None


def order_by_involvement(reasons: Iterable[Reason]) -> list[tuple[int, list[Reason]]]:
    """Each organisation once with all its reasons: leads first, then participants, then those only mentioned.

    Within a group mentioned organisations come first, then the order in which they were given.
    """
    by_organisation: dict[int, list[Reason]] = defaultdict(list)
    for reason in reasons:
        if reason not in by_organisation[reason.organisation]:
            by_organisation[reason.organisation].append(reason)

    def rank(entry: tuple[int, list[Reason]]) -> tuple[int, bool]:
        whys = [reason.why for reason in entry[1]]
        return min(RANK[why] for why in whys), NAMED not in whys

    entries = ((key, sorted(own, key=lambda reason: RANK[reason.why])) for key, own in by_organisation.items())
    return sorted(entries, key=rank)
