"""Permissions on calls. Each rule serves the button, the guard and the admin."""

import datetime as dt

from stedennet.accounts.models import User
from stedennet.core.access import Actor, LinkHolder
from stedennet.core.clock import today
from stedennet.initiatives.access import can_review as can_review_initiatives
from stedennet.network.access import is_representative
from stedennet.network.models import Representation

from .models import Call


def can_review(by: Actor) -> bool:
    """Whether `by` decides which calls are published: editors and moderators do."""
    return can_review_initiatives(by)


def is_owner(by: Actor, call: Call, *, day: dt.date) -> bool:
    """Whether `by` holds the call's personal link, or represents the organisation that placed it on `day`."""
    if isinstance(by, LinkHolder):
        return by.holds(call)
    return call.organisation is not None and is_representative(by, call.organisation, day=day)


def list_own_calls(user: User) -> list[Call]:
    """The calls of the organisations that this person represents today, soonest deadline first."""
    organisation_keys = (
        Representation.objects.on(today()).filter(user_id=user.pk).values_list("organisation_id", flat=True)
    )
    return list(Call.objects.filter(organisation__in=list(organisation_keys)).order_by("closes_on", "id"))
