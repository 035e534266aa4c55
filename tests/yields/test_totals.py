"""Only like units are added up, whatever the order."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from stedennet.yields.rules.totals import add_up, fold_unit

UNITS = st.sampled_from(["kWh per jaar", "KWH  per jaar", "kwh", "euro", "Euro per jaar", "banen", "Bänen"])
AMOUNTS = st.lists(st.tuples(st.decimals(0, 10**9, places=2), UNITS), max_size=40)


@given(AMOUNTS)
def test_the_totals_hold_every_amount_once(amounts):
    totals = add_up(amounts)
    assert sum((total.amount for total in totals), Decimal(0)) == sum(
        (amount for amount, _unit in amounts), Decimal(0)
    )
    assert sum(total.number for total in totals) == len(amounts)


@given(AMOUNTS)
def test_each_unit_has_one_total_of_its_own_amounts(amounts):
    totals = {fold_unit(total.unit): total for total in add_up(amounts)}
    assert len(totals) == len(add_up(amounts))
    for unit, total in totals.items():
        own = [amount for amount, other in amounts if fold_unit(other) == unit]
        assert (total.amount, total.number) == (sum(own, Decimal(0)), len(own))


@given(AMOUNTS, st.randoms())
def test_the_order_changes_no_sum(amounts, random):
    shuffled = random.sample(amounts, len(amounts))

    def sums(rows):
        return {fold_unit(total.unit): total.amount for total in add_up(rows)}

    assert sums(shuffled) == sums(amounts)
