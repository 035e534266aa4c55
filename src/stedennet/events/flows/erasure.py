"""Removes somebody who leaves from events; a place that becomes free is offered to the next in line."""

from stedennet.accounts.erasers import Leaver

from ..models import Registration
from ..personal_links import REGISTRATION_LINK
from .registrations import cancel_registration


def erase_registrations(leaver: Leaver) -> int:
    """Cancel and delete the registrations of this address; returns how many."""
    registrations = list(Registration.objects.filter(email__iexact=leaver.email))
    for registration in registrations:
        cancel_registration(REGISTRATION_LINK.make_token(registration))
    return Registration.objects.filter(pk__in=[registration.pk for registration in registrations]).delete()[0]
