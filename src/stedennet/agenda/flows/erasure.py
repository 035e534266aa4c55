"""Erasure of somebody who leaves: as contact of actions and author of remarks. Decisions of parties stay as they
were."""

from django.db.models import Q

from stedennet.accounts.erasers import Leaver

from ..models import Action, DecisionKey, LinkRequest, Remark


def erase_contacts_and_names(leaver: Leaver) -> int:
    """Clear this person from contacts of actions, remarks, and addresses that personal links were mailed to. Returns
    the number of rows."""
    contacts = Action.objects.filter(contact_email__iexact=leaver.email)
    own_remarks = Q(submission__email__iexact=leaver.email) | Q(
        submission__person__isnull=False, submission__person=leaver.user_id
    )
    return (
        contacts.update(contact_email="", contact_name="", contact_role="", contact_level=Action.ContactLevel.NONE)
        + Remark.objects.filter(own_remarks).update(name="")
        + DecisionKey.objects.filter(sent_to__iexact=leaver.email).update(sent_to="")
        + LinkRequest.objects.filter(address__iexact=leaver.email).delete()[0]
    )
