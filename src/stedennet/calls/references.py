"""The treatment of calls when organisations merge."""

from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

from .models import Call
from .rules.states import State


def find_public_call(call: Call) -> Call | None:
    """The call if it is open to readers, else None."""
    return call if call.state == State.PUBLISHED else None


REFERENCES = [
    OrganisationReference(
        "calls.Call",
        "organisation",
        _("oproepen die nog lopen"),
        Treatment.MOVE,
        rows=lambda rows, day: rows.filter(closes_on__gte=day),
        subject=find_public_call,
    ),
    OrganisationReference("calls.Call", "province", _("oproepen in deze provincie"), Treatment.MOVE),
]
