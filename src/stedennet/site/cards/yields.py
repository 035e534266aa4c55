"""Yields and their totals as plain values, for templates."""

from collections.abc import Iterable
from decimal import Decimal

from django.urls import reverse
from django.utils.timezone import localdate

from stedennet.core.text import mark_dutch
from stedennet.lists.yields import KINDS, YIELDS, get_place
from stedennet.yields.models import State, Yield, format_figure
from stedennet.yields.querysets import YieldQuerySet
from stedennet.yields.rules.totals import add_up

from ..filters import Filters

MOST = 3
"""Totals in the one line on the page of something else."""


def build_yield_card(found: Yield) -> dict[str, object]:
    """Return a yield of `with_cards` for a list."""
    page, key = get_place(found)
    is_address = found.source.startswith(("https://", "http://"))
    field = next(field for field, _label in KINDS.values() if getattr(found, f"{field}_id"))
    return {
        "figure": mark_dutch(found.figure),
        "words": mark_dutch(found.words),
        "subject": mark_dutch(str(found.subject)),
        "kind_label": str(dict(KINDS.values())[field]),
        "url": reverse(page, args=[key]),
        "state": found.state,
        "state_label": found.get_state_display(),
        "by": " · ".join(side.name for side in (found.reported_by, found.answered_by) if side),
        "dispute": mark_dutch(found.dispute),
        "on": localdate(found.state_at),
        "source_url": found.source if is_address else "",
        "source_words": "" if is_address else mark_dutch(found.source),
    }


def build_totals(yields: YieldQuerySet) -> dict[str, list[dict[str, object]]]:
    """Return the totals of these yields: of confirmed ones, and apart from them those of sources. One query."""
    rows = list(yields.order_by("state_at", "pk").values_list("state", "amount", "unit"))
    return {
        state: _list_totals((amount, unit) for row_state, amount, unit in rows if row_state == state)
        for state in (State.CONFIRMED.value, State.SOURCED.value)
    }


def _list_totals(amounts: Iterable[tuple[Decimal, str]]) -> list[dict[str, object]]:
    return [
        {"figure": mark_dutch(format_figure(total.amount, total.unit)), "number": total.number}
        for total in add_up(amounts)
    ]


def build_yield_line(**chosen: str) -> dict[str, object]:
    """Return the largest totals in one line, with the list behind them; empty when nothing came of anything yet."""
    totals = build_totals(YIELDS.narrow(YIELDS.rows(), chosen))
    lines = {
        state: mark_dutch(", ".join(str(total["figure"]) for total in found[:MOST])) for state, found in totals.items()
    }
    if not any(lines.values()):
        return {}
    return {**lines, "url": Filters(chosen, chosen).onto(YIELDS.page_url)}
