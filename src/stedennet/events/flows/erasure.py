"""Who leaves gives places back; who waits longest is offered them."""

from stedennet.accounts.erasers import Leaver

from ..models import Registration
from .registrations import cancel_registration, create_registration_token


def erase_registrations(leaver: Leaver) -> int:
    """Give back the places of this address, and forget the registrations."""
    rows = list(Registration.objects.filter(email__iexact=leaver.email))
    for registration in rows:
        cancel_registration(create_registration_token(registration))
    return Registration.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]
