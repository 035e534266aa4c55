"""The choice of an organisation to be named as a possible partner, and to get mail about calls."""

import datetime as dt

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.errors import NotAllowed, Refused
from stedennet.network.access import can_edit_organisation
from stedennet.network.models import Organisation

from ..models import Preference

SALT = "stedennet.matching.off"


@transaction.atomic
def save_preference(organisation: Organisation, *, named: bool, mailed: bool, by: Actor, day: dt.date) -> Preference:
    """Store the choice of an organisation. Raises NotAllowed."""
    if not can_edit_organisation(by, organisation, day=day):
        raise NotAllowed(_("Alleen wie voor de organisatie spreekt kan dit kiezen."))
    chosen = {"named": named, "mailed": mailed}
    return Preference.objects.update_or_create(organisation=organisation, defaults=chosen)[0]


def make_stop_token(organisation: Organisation) -> str:
    """Make the token in the mail, with which anybody can stop the mails to this organisation and nothing else."""
    return signing.dumps(organisation.pk, salt=SALT)


def find_organisation_by_token(token: str) -> Organisation:
    """Find the organisation whose mails a token stops. Raises Refused when the token is not valid."""
    try:
        return Organisation.objects.get(pk=signing.loads(token, salt=SALT))
    except (signing.BadSignature, Organisation.DoesNotExist) as error:
        raise Refused(_("Deze link klopt niet.")) from error


@transaction.atomic
def stop_mails(token: str) -> Organisation:
    """Stop the mails about calls to the representatives of an organisation. Raises Refused."""
    organisation = find_organisation_by_token(token)
    Preference.objects.update_or_create(organisation=organisation, defaults={"mailed": False})
    return organisation
