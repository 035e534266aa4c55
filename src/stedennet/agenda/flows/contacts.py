"""The link with which the contact of an action, who needs no account, tells how it goes. It stands in reminders."""

import datetime as dt
import hashlib

from django.core.signing import BadSignature, TimestampSigner

from ..access import Contact
from ..links import contact_address
from ..models import Action, Commitment, Edition

SIGNER = TimestampSigner(salt="stedennet.agenda.contact")
LASTS = dt.timedelta(days=90)
"""How long the link works."""


def link_for(action: Action) -> str:
    """The address for who is the contact now; it ends by itself, and when the action gets another contact."""
    return contact_address(SIGNER.sign(f"{action.pk}-{_mark(action)}"))


def find_by_link(token: str) -> tuple[Commitment, Contact] | None:
    """What the edition that holds says about the action, and the actor; None for a link that is forged or over."""
    try:
        key, mark = SIGNER.unsign(token, max_age=LASTS).split("-")
    except (BadSignature, ValueError):
        return None
    rows = Commitment.objects.with_parts().prefetch_related("partners__organisation")
    one = rows.filter(edition=Edition.objects.current(), action_id=key).first()
    if one is None or not one.action.contact_email or mark != _mark(one.action):
        return None
    return one, Contact(one.action_id)


def _mark(action: Action) -> str:
    return hashlib.sha256(action.contact_email.casefold().encode()).hexdigest()[:16]
