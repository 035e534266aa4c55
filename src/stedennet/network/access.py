"""Who may change what in the network. Each rule serves the button, the guard, the admin and later the API."""

import datetime as dt
from typing import Any

from stedennet.core.access import Actor, is_editor
from stedennet.core.clock import today

from .models import Organisation, Representation


def can_edit_network(by: Actor) -> bool:
    """Editors may change everything in the register."""
    return is_editor(by)


def can_edit_organisation(by: Actor, organisation: Organisation, *, day: dt.date) -> bool:
    """An editor may; so may somebody who represents the organisation on `day`."""
    return can_edit_network(by) or is_representative(by, organisation, day=day)


def is_representative(by: Actor, organisation: Organisation, *, day: dt.date) -> bool:
    """Whether this person speaks for the organisation on `day`."""
    if not (by.is_authenticated and by.is_active and by.pk):
        return False
    return Representation.objects.for_organisation(organisation.pk, day=day).filter(user_id=by.pk).exists()


def can_sign_for(by: Actor, organisation: Organisation, *, day: dt.date) -> bool:
    """Whether this person is entitled to sign for the organisation on `day`; who only speaks for it is not."""
    if not (by.is_authenticated and by.is_active and by.pk):
        return False
    rows = Representation.objects.for_organisation(organisation.pk, day=day)
    return rows.filter(user_id=by.pk, may_sign=True).exists()


def organisations_of(user: Any, *, day: dt.date) -> Any:
    """The keys of the organisations that this person speaks for on `day`, also of those that went up in them."""
    keys = Representation.objects.on(day).filter(user_id=user.pk).values("organisation")
    return Organisation.objects.with_predecessors(keys, day=day).values_list("pk", flat=True)


def can_sign_anywhere(by: Actor) -> bool:
    """Whether this person is entitled to sign for any organisation today: such an account needs a second factor."""
    if by.pk is None:
        return False
    return Representation.objects.on(today()).filter(user_id=by.pk, may_sign=True).exists()
