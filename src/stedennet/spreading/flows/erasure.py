"""Erasure of an address from subscriptions; its consents stay provable by a hash."""

from stedennet.accounts.erasers import Leaver
from stedennet.core.clock import now

from ..models import Subscriber, Wish
from .subscriptions import stop_all_subscriptions


def erase_subscriptions(leaver: Leaver) -> int:
    """Stop every subscription of this address and delete its wishes; return the number of rows."""
    subscribers = list(Subscriber.objects.filter(email__iexact=leaver.email))
    for subscriber in subscribers:
        stop_all_subscriptions(subscriber)
    remaining = Subscriber.objects.filter(pk__in=[subscriber.pk for subscriber in subscribers], email__isnull=False)
    # Stopping the last subscription erases the address; these subscribers never had one.
    remaining.update(email=None, left_at=now())
    return len(subscribers) + Wish.objects.filter(email__iexact=leaver.email).delete()[0]
