"""The tree of adoptions: which city adopted it from which, and how often. Pure: rows in, tree and counts out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .choices import Verdict


@dataclass(frozen=True)
class AdoptionRow:
    """An adoption. `of` is the adoption that was its source; None when that was the initiative itself."""

    key: int
    organisation: int
    of: int | None
    verdict: str


@dataclass(frozen=True)
class Branch:
    """An adoption with the adoptions that have it as their source."""

    row: AdoptionRow
    branches: tuple["Branch", ...]


def build_adoption_tree(rows: Iterable[AdoptionRow]) -> tuple[Branch, ...]:
    """The tree. A row whose source is missing, or that would close a cycle, goes below the initiative itself."""
    by_key = {row.key: row for row in rows}
    children: dict[int | None, list[AdoptionRow]] = defaultdict(list)
    for row in by_key.values():
        children[row.of if _leads_to_root(row, by_key) else None].append(row)
    return _build_branches(None, children)


def count_adopters(rows: Iterable[AdoptionRow], *, lead: int | None) -> int:
    """The number of organisations with a confirmed adoption, each counted once, without the lead."""
    return len(_list_adopters(rows, Verdict.CONFIRMED) - {lead})


def count_sourced_adopters(rows: Iterable[AdoptionRow], *, lead: int | None) -> int:
    """The number of organisations of which only a source says that they adopted it, without the lead."""
    return len(_list_adopters(rows, Verdict.SOURCED) - {lead})


def find_possible_adopters(rows: Iterable[AdoptionRow], *, lead: int | None, cities: Iterable[int]) -> list[int]:
    """Find the named cities that may have adopted what another organisation leads, and of which nobody said so yet.

    Without a lead nobody knows whose it was, so any of them may have begun it.
    """
    known = {row.organisation for row in rows} | {lead}
    return [city for city in cities if city not in known] if lead else []


def would_form_cycle(rows: Iterable[AdoptionRow], *, key: int | None, of: int | None) -> bool:
    """Whether putting `key` below `of` would close a cycle."""
    by_key = {row.key: row for row in rows}
    visited: set[int] = set()
    while of is not None:
        if of == key or of in visited:
            return True
        visited.add(of)
        of = by_key[of].of if of in by_key else None
    return False


def _list_adopters(rows: Iterable[AdoptionRow], verdict: Verdict) -> set[int]:
    return {row.organisation for row in rows if row.verdict == verdict}


def _leads_to_root(row: AdoptionRow, by_key: dict[int, AdoptionRow]) -> bool:
    return row.of in by_key and not would_form_cycle(by_key.values(), key=row.key, of=row.of)


def _build_branches(of: int | None, children: dict[int | None, list[AdoptionRow]]) -> tuple[Branch, ...]:
    return tuple(Branch(row, _build_branches(row.key, children)) for row in children.get(of, []))
