"""Who leaves is the contact of no action any more, and wrote no remark. What a party decided stays as it was."""

from django.db.models import Q

from stedennet.accounts.erasers import Leaver

from ..models import Action, DecisionKey, Remark


def erase_contacts_and_names(leaver: Leaver) -> int:
    """Empty the contact of actions, the writer of remarks, and to whom a secret link was mailed."""
    contacts = Action.objects.filter(contact_email__iexact=leaver.email)
    mine = Q(submission__email__iexact=leaver.email) | Q(
        submission__person__isnull=False, submission__person=leaver.user_id
    )
    return (
        contacts.update(contact_email="", contact_name="", contact_role="", contact_level=Action.ContactLevel.NONE)
        + Remark.objects.filter(mine).update(name="")
        + DecisionKey.objects.filter(sent_to__iexact=leaver.email).update(sent_to="")
    )
