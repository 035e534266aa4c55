"""Who may do what with a call. Each rule serves the button, the guard and the admin."""

import datetime as dt
from typing import Any

from stedennet.core.access import Actor, LinkHolder
from stedennet.core.clock import today
from stedennet.initiatives.access import can_review as can_judge_initiatives
from stedennet.network.access import is_representative
from stedennet.network.models import Representation

from .models import Call


def can_review(by: Actor) -> bool:
    """Editors and moderators decide what is published."""
    return can_judge_initiatives(by)


def is_owner(by: Actor, call: Call, *, day: dt.date) -> bool:
    """Who has the personal link, and who represents the organisation that calls."""
    if isinstance(by, LinkHolder):
        return by.holds(call)
    return call.organisation is not None and is_representative(by, call.organisation, day=day)


def list_own_calls(user: Any) -> list[Call]:
    """The calls of the organisations that this person represents, the first to close first."""
    keys = Representation.objects.on(today()).filter(user_id=user.pk).values_list("organisation_id", flat=True)
    return list(Call.objects.filter(organisation__in=list(keys)).order_by("closes_on", "id"))
