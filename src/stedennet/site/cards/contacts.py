"""The contact of an initiative, an adoption or an action, as far as readers may see it."""

from stedennet.agenda.models import Action
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.initiatives.rules.choices import ContactLevel


def format_contact(record: Initiative | Adoption | Action) -> str:
    """Return the name and role of the contact, as far as the contact agreed to publish them."""
    if record.contact_level == ContactLevel.NONE:
        return ""
    name = record.contact_name if record.contact_level == ContactLevel.NAME else ""
    return ", ".join(filter(None, [name, record.contact_role]))
