"""The personal link with which an action's contact, who needs no account, reports progress. Reminders carry it."""

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
    """The link for the current contact; it expires, and it ends when the action gets another contact."""
    return get_contact_url(SIGNER.sign(_link_value_of(action)))


def find_action_by_link(token: str) -> tuple[Commitment, LinkHolder] | None:
    """The current edition's commitment on the action, and the actor; None when the link is forged or expired."""
    try:
        action_key, digest = SIGNER.unsign(token).split("-")
    except (BadSignature, ValueError):
        return None
    rows = Commitment.objects.with_parts().prefetch_related("partners__organisation")
    commitment = rows.filter(edition=Edition.objects.current(), action_id=action_key).first()
    if commitment is None or not commitment.action.contact_email or digest != _hash_contact(commitment.action):
        return None
    return commitment, LinkHolder(Action, commitment.action_id)


def find_link_holder(value: str) -> Holder | None:
    """The holder of this link; None when the action has another contact by now."""
    action = Action.objects.filter(pk=value.partition("-")[0]).first()
    if action is None or not action.contact_email or _link_value_of(action) != value:
        return None
    return Holder(action.contact_email, "nl", action.code, build_contact_link(action))


def list_link_values(email: str) -> list[str]:
    """The values of all action links that belong to this address."""
    return [_link_value_of(action) for action in Action.objects.filter(contact_email__iexact=email)]


def _link_value_of(action: Action) -> str:
    return f"{action.pk}-{_hash_contact(action)}"


def _hash_contact(action: Action) -> str:
    return hashlib.sha256(action.contact_email.casefold().encode()).hexdigest()[:16]
