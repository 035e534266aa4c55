"""The choice of an organisation to be named as a possible partner, and to get mail about calls."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.errors import NotAllowed, Refused
from stedennet.network.access import can_edit_organisation
from stedennet.network.models import Organisation

from ..models import Preference
from ..personal_links import CALL_MAILS_LINK


@transaction.atomic
def save_preference(organisation: Organisation, *, named: bool, mailed: bool, by: Actor, day: dt.date) -> Preference:
    """Store the choice of an organisation. Raises NotAllowed."""
    if not can_edit_organisation(by, organisation, day=day):
        raise NotAllowed(_("Alleen wie voor de organisatie spreekt kan dit kiezen."))
    chosen = {"named": named, "mailed": mailed}
    return Preference.objects.update_or_create(organisation=organisation, defaults=chosen)[0]


def find_organisation_by_link(token: str) -> Organisation:
    """The organisation whose mails this link stops. Raises Refused when the link does not work."""
    organisation = CALL_MAILS_LINK.find(token)
    if organisation is None:
        raise Refused(_("Deze link klopt niet."))
    return organisation


@transaction.atomic
def stop_mails(token: str) -> Organisation:
    """Stop the mails about calls to the representatives of an organisation. Raises Refused."""
    organisation = find_organisation_by_link(token)
    Preference.objects.update_or_create(organisation=organisation, defaults={"mailed": False})
    return organisation
