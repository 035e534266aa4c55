"""Removes somebody who leaves as contact; the initiative stays, for its organisation to maintain."""

from stedennet.accounts.erasers import Leaver

from ..fields import FIELDS
from ..models import Initiative


def erase_contacts(leaver: Leaver) -> int:
    """Empty the contact fields of the initiatives with this address; returns how many."""
    own_initiatives = Initiative.objects.filter(contact_email__iexact=leaver.email)
    empty = Initiative()
    return own_initiatives.update(**{field.name: getattr(empty, field.name) for field in FIELDS if field.personal})
