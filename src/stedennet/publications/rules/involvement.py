"""Who is involved with an article, why, and in which order. Pure: values in, values out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

LEAD, PARTICIPANT, NAMED = "lead", "participant", "named"
RANK = {LEAD: 0, PARTICIPANT: 1, NAMED: 2}


@dataclass(frozen=True)
class Reason:
    """Why an organisation is involved: a role in a theme of the article, or the article names it (no theme)."""

    organisation: int
    why: str
    theme: int | None = None


def order_by_involvement(reasons: Iterable[Reason]) -> list[tuple[int, list[Reason]]]:
    """Each organisation once with all its reasons: leads first, then participants, then who is only named.

    Within a group those that the article names come first, then the order in which they were given.
    """
    of: dict[int, list[Reason]] = defaultdict(list)
    for reason in reasons:
        if reason not in of[reason.organisation]:
            of[reason.organisation].append(reason)

    def place(entry: tuple[int, list[Reason]]) -> tuple[int, bool]:
        whys = [reason.why for reason in entry[1]]
        return min(RANK[why] for why in whys), NAMED not in whys

    return sorted(((key, sorted(why, key=lambda one: RANK[one.why])) for key, why in of.items()), key=place)
