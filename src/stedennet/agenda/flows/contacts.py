"""The link with which the contact of an action, who needs no account, tells how it goes. It stands in reminders."""

import datetime as dt
import hashlib

from django.core.signing import BadSignature

from stedennet.core.access import LinkHolder
from stedennet.personal_links.kinds import Holder
from stedennet.personal_links.signers import LinkSigner

from ..links import get_contact_url
from ..models import Action, Commitment, Edition

LINK_LIFETIME = dt.timedelta(days=90)
"""How long the link works."""
SIGNER = LinkSigner("action", salt="stedennet.agenda.contact", lasts=LINK_LIFETIME)


def build_contact_link(action: Action) -> str:
    """The address for who is the contact now; it ends by itself, and when the action gets another contact."""
    return get_contact_url(SIGNER.sign(_link_value_of(action)))


def find_action_by_link(token: str) -> tuple[Commitment, LinkHolder] | None:
    """What the edition that holds says about the action, and the actor; None for a link that is forged or over."""
    try:
        key, mark = SIGNER.unsign(token).split("-")
    except (BadSignature, ValueError):
        return None
    rows = Commitment.objects.with_parts().prefetch_related("partners__organisation")
    one = rows.filter(edition=Edition.objects.current(), action_id=key).first()
    if one is None or not one.action.contact_email or mark != _hash_contact(one.action):
        return None
    return one, LinkHolder(Action, one.action_id)


def find_link_holder(value: str) -> Holder | None:
    """To whom the link of an action belongs."""
    found = Action.objects.filter(pk=value.partition("-")[0]).first()
    if found is None or not found.contact_email or _link_value_of(found) != value:
        return None
    return Holder(found.contact_email, "nl", found.code, build_contact_link(found))


def list_link_values(email: str) -> list[str]:
    """What the links of this address to actions are for."""
    return [_link_value_of(one) for one in Action.objects.filter(contact_email__iexact=email)]


def _link_value_of(action: Action) -> str:
    return f"{action.pk}-{_hash_contact(action)}"


def _hash_contact(action: Action) -> str:
    return hashlib.sha256(action.contact_email.casefold().encode()).hexdigest()[:16]
