"""Removes somebody who leaves as contact; the initiative stays, for its organisation to maintain."""

from stedennet.accounts.erasers import Leaver

from ..models import Initiative
from ..rules.choices import ContactLevel


def erase_contacts(leaver: Leaver) -> int:
    """Empty the contact fields of the initiatives with this address; returns how many."""
    own_initiatives = Initiative.objects.filter(contact_email__iexact=leaver.email)
    return own_initiatives.update(contact_email="", contact_name="", contact_role="", contact_level=ContactLevel.NONE)
