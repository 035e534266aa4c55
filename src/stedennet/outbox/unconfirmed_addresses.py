"""A daily maximum of mails to an address that somebody typed in a form, because it may be anybody's."""

from django.conf import settings
from django.utils.crypto import salted_hmac

from stedennet.limits.flows import mark_used

from .rules import normalise_mailbox

MAX_PER_DAY = 5
"""Mails in any 24 hours, over all forms together: more would let somebody use us to pester people."""
DAY = 24 * 60 * 60


def use_mail_quota(address: str) -> bool:
    """Whether one more mail may go to this address; True counts as one. Only a keyed hash is kept, for a day."""
    mailbox = normalise_mailbox(address)
    address_key = salted_hmac("stedennet.outbox.strangers", mailbox, algorithm="sha256", secret=settings.SECRET_KEY)
    # Five slots, each free again a day after it was taken: never more than five mails in any 24 hours.
    return any(mark_used(f"stranger {address_key.hexdigest()} {slot}", within=DAY) for slot in range(MAX_PER_DAY))
