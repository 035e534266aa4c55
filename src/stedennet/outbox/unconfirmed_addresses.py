"""How often we write to an address that somebody typed into a form, and that may be anybody's."""

from django.conf import settings
from django.utils.crypto import salted_hmac

from stedennet.limits.flows import mark_used

from .rules import normalise_mailbox

MAX_PER_DAY = 5
"""Mails in any 24 hours, over all forms together: more would be a nuisance made with our help."""
DAY = 24 * 60 * 60


def use_mail_quota(address: str) -> bool:
    """Whether one more mail may go there; True counts as one. Only a keyed hash of the address is kept, for a day."""
    mailbox = normalise_mailbox(address)
    name = salted_hmac("stedennet.outbox.strangers", mailbox, algorithm="sha256", secret=settings.SECRET_KEY)
    # Five places that each come free a day after they were taken: never more than five in any 24 hours.
    return any(mark_used(f"stranger {name.hexdigest()} {place}", within=DAY) for place in range(MAX_PER_DAY))
