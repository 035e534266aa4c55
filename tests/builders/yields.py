"""What came of things."""

from decimal import Decimal

from stedennet.core.clock import now
from stedennet.core.records import store_record
from stedennet.yields.models import Yield


def make_yield(amount="40", unit="kWh per jaar", *, by=None, answered_by=None, **more) -> Yield:
    """A yield that both sides confirmed; without a second side one that waits, without any what a source says."""
    state = "confirmed" if answered_by else "reported" if by else "sourced"
    fields = {"source": "https://example.org/bron", "state": state, "state_at": now(), **more}
    return store_record(Yield(amount=Decimal(amount), unit=unit, reported_by=by, answered_by=answered_by, **fields))
