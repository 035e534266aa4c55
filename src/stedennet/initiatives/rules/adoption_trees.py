"""The tree of reuse: who took over from whom, and how often. Pure: rows in, tree and counts out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .choices import Verdict


@dataclass(frozen=True)
class AdoptionRow:
    """An adoption. `of` is the adoption that it took over from; None when from the initiative itself."""

    key: int
    organisation: int
    of: int | None
    verdict: str


@dataclass(frozen=True)
class Branch:
    """An adoption with what others took over from it."""

    row: AdoptionRow
    branches: tuple["Branch", ...]


def build_adoption_tree(rows: Iterable[AdoptionRow]) -> tuple[Branch, ...]:
    """The tree. A row whose parent is not there, or that would make a circle, hangs on the initiative itself."""
    known = {row.key: row for row in rows}
    below: dict[int | None, list[AdoptionRow]] = defaultdict(list)
    for row in known.values():
        below[row.of if _leads_to_root(row, known) else None].append(row)
    return _build_branches(None, below)


def count_adopters(rows: Iterable[AdoptionRow], *, lead: int | None) -> int:
    """How many organisations reuse it: each once, confirmed only, and never who made it."""
    return len({row.organisation for row in rows if row.verdict == Verdict.CONFIRMED} - {lead})


def would_form_cycle(rows: Iterable[AdoptionRow], *, key: int | None, of: int | None) -> bool:
    """Whether hanging `key` below `of` makes a circle."""
    known = {row.key: row for row in rows}
    seen: set[int] = set()
    while of is not None:
        if of == key or of in seen:
            return True
        seen.add(of)
        of = known[of].of if of in known else None
    return False


def _leads_to_root(row: AdoptionRow, known: dict[int, AdoptionRow]) -> bool:
    return row.of in known and not would_form_cycle(known.values(), key=row.key, of=row.of)


def _build_branches(of: int | None, below: dict[int | None, list[AdoptionRow]]) -> tuple[Branch, ...]:
    return tuple(Branch(row, _build_branches(row.key, below)) for row in below.get(of, []))
