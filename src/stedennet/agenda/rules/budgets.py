"""Amounts of money per year: what was planned and what was spent, and what that adds up to. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class AmountKind(models.TextChoices):
    """Whether the parties agreed on an amount, or it was spent."""

    PLANNED = "planned", _("gepland")
    SPENT = "spent", _("besteed")


@dataclass(frozen=True)
class Amount:
    """Euros of one year, who pays them, and where that stands."""

    year: int
    kind: str
    euros: Decimal
    payer: str = ""
    source_url: str = ""


@dataclass(frozen=True)
class BudgetRow:
    """What one payer planned and spent in one year; None where nothing is known."""

    year: int
    payer: str
    planned: Amount | None
    spent: Amount | None


def build_budget(amounts: Iterable[Amount]) -> list[BudgetRow]:
    """A row for each year and payer, in that order; each amount stands in exactly one row.

    Of several amounts of one kind, year and payer each has a row of its own.
    """
    found, rows = list(amounts), list[BudgetRow]()
    for year, payer in sorted({(amount.year, amount.payer) for amount in found}):
        own = [amount for amount in found if (amount.year, amount.payer) == (year, payer)]
        planned = [amount for amount in own if amount.kind == AmountKind.PLANNED]
        spent = [amount for amount in own if amount.kind == AmountKind.SPENT]
        rows += [
            BudgetRow(year, payer, _get_at(planned, number), _get_at(spent, number))
            for number in range(max(len(planned), len(spent)))
        ]
    return rows


def sum_euros(amounts: Iterable[Amount], kind: str) -> Decimal | None:
    """The sum of the amounts of one kind; None when there are none, which is not the same as nothing."""
    euros = [amount.euros for amount in amounts if amount.kind == kind]
    return sum(euros, Decimal(0)) if euros else None


def _get_at(amounts: Sequence[Amount], number: int) -> Amount | None:
    return amounts[number] if number < len(amounts) else None
