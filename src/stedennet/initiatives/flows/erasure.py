"""Who leaves is the contact of no initiative any more; the initiative stays, for its organisation to look after."""

from stedennet.accounts.erasers import Leaver

from ..models import Initiative
from ..rules.choices import ContactLevel


def erase_contacts(leaver: Leaver) -> int:
    """Empty the contact of what this address looked after."""
    mine = Initiative.objects.filter(contact_email__iexact=leaver.email)
    return mine.update(contact_email="", contact_name="", contact_role="", contact_level=ContactLevel.NONE)
