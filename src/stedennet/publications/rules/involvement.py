"""The organisations involved with an article, why, and in which order. Pure: values in, values out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

LEAD, PARTICIPANT, NAMED = "lead", "participant", "named"
RANK = {NAMED: 0, LEAD: 1, PARTICIPANT: 2}


@dataclass(frozen=True)
class Reason:
    """Why an organisation is involved: a role in one of the article's themes, or a mention (no theme)."""

    organisation: int
    why: str
    theme: int | None = None


def order_by_involvement(reasons: Iterable[Reason]) -> list[tuple[int, list[Reason]]]:
    """Each organisation once with all its reasons: those the article names first, then leads, then participants.

    Within a group they keep the order in which they were given.
    """
    by_organisation: dict[int, list[Reason]] = defaultdict(list)
    for reason in reasons:
        if reason not in by_organisation[reason.organisation]:
            by_organisation[reason.organisation].append(reason)
    entries = ((key, sorted(own, key=lambda reason: RANK[reason.why])) for key, own in by_organisation.items())
    return sorted(entries, key=lambda entry: RANK[entry[1][0].why])
