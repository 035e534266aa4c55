"""Permissions in the network. Each check serves the button, the guard in the flow, the admin and later the API."""

import datetime as dt

from django.db.models import QuerySet

from stedennet.core.access import Actor, is_editor
from stedennet.core.clock import today

from .models import Organisation, Representation


def can_edit_network(by: Actor) -> bool:
    """Whether `by` may change the register: editors may change all of it."""
    return is_editor(by)


def can_edit_organisation(by: Actor, organisation: Organisation, *, day: dt.date) -> bool:
    """Whether `by` may change this organisation: editors, and its representatives on `day`."""
    return can_edit_network(by) or is_representative(by, organisation, day=day)


def is_representative(by: Actor, organisation: Organisation, *, day: dt.date) -> bool:
    """Whether `by` speaks for the organisation on `day`."""
    if not (by.is_authenticated and by.is_active and by.pk):
        return False
    return Representation.objects.for_organisation(organisation.pk, day=day).filter(user_id=by.pk).exists()


def can_sign_for(by: Actor, organisation: Organisation, *, day: dt.date) -> bool:
    """Whether `by` is entitled to sign for the organisation on `day`; speaking for it is not enough."""
    if not (by.is_authenticated and by.is_active and by.pk):
        return False
    rows = Representation.objects.for_organisation(organisation.pk, day=day)
    return rows.filter(user_id=by.pk, may_sign=True).exists()


def organisations_of(user: Actor, *, day: dt.date) -> "QuerySet[Organisation, int]":
    """The keys of the organisations that `user` represents on `day`, and of those that merged into them."""
    keys = Representation.objects.on(day).filter(user_id=user.pk).values("organisation")  # type: ignore[misc]  # None finds nothing
    return Organisation.objects.with_predecessors(keys, day=day).values_list("pk", flat=True)


def can_sign_anywhere(by: Actor) -> bool:
    """Whether `by` is entitled to sign for any organisation today; such an account needs a second factor."""
    if by.pk is None:
        return False
    return Representation.objects.on(today()).filter(user_id=by.pk, may_sign=True).exists()
