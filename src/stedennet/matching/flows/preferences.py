"""An organisation chooses whether it is named as a possible partner, and whether its people get mail about calls."""

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
    """Store what an organisation wants. Raises NotAllowed."""
    if not can_edit_organisation(by, organisation, day=day):
        raise NotAllowed(_("Alleen wie voor de organisatie spreekt kan dit kiezen."))
    chosen = {"named": named, "mailed": mailed}
    return Preference.objects.update_or_create(organisation=organisation, defaults=chosen)[0]


def make_stop_token(organisation: Organisation) -> str:
    """What stands in the mail: who has it can stop the mails of this organisation, nothing else."""
    return signing.dumps(organisation.pk, salt=SALT)


def find_organisation_by_token(token: str) -> Organisation:
    """Whose mails a token stops. Raises Refused when it is no token of ours."""
    try:
        return Organisation.objects.get(pk=signing.loads(token, salt=SALT))
    except (signing.BadSignature, Organisation.DoesNotExist) as error:
        raise Refused(_("Deze link klopt niet.")) from error


@transaction.atomic
def stop_mails(token: str) -> Organisation:
    """No more mails about calls to the people of this organisation. Raises Refused."""
    organisation = find_organisation_by_token(token)
    Preference.objects.update_or_create(organisation=organisation, defaults={"mailed": False})
    return organisation
