"""Which themes count as related to a theme of another scheme. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar

PART = "part"
"""The kind of a link whose first theme falls under the second."""


class Named(Protocol):
    """A theme with its address."""

    slug: str


Related = TypeVar("Related", bound=Named)


def relate_themes(links: Iterable[tuple[Related, Related, str]]) -> dict[str, list[Related]]:
    """The related themes of each theme, by slug, from lines of the crosswalk: two themes and a kind.

    The same and overlapping themes count both ways. A theme that falls under another counts for that one; the whole
    does not count for its part.
    """
    related: defaultdict[str, list[Related]] = defaultdict(list)
    for first, second, kind in links:
        related[second.slug].append(first)
        if kind != PART:
            related[first.slug].append(second)
    return dict(related)
