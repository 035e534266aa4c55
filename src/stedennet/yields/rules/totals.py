"""Adds up amounts of like units, and never others. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from stedennet.core.folded_text import fold_text


@dataclass(frozen=True)
class Total:
    """The sum of the amounts with one unit, and of how many."""

    unit: str
    amount: Decimal
    number: int


def fold_unit(unit: str) -> str:
    """The unit for comparing: without capitals, accents and doubled spaces. Nothing is converted."""
    return " ".join(fold_text(unit).split())


def add_up(amounts: Iterable[tuple[Decimal, str]]) -> list[Total]:
    """The total of each unit, the one with most amounts first; a unit is called as it was first written."""
    totals: dict[str, Total] = {}
    for amount, unit in amounts:
        key = fold_unit(unit)
        before = totals.get(key, Total(unit, Decimal(0), 0))
        totals[key] = Total(before.unit, before.amount + amount, before.number + 1)
    return sorted(totals.values(), key=lambda total: (-total.number, fold_unit(total.unit)))
