"""Who leaves gets nothing more; what was agreed to stays provable by its hash."""

from stedennet.accounts.erasers import Leaver
from stedennet.core.clock import now

from ..models import Subscriber, Wish
from .subscriptions import stop_all_subscriptions


def erase_subscriptions(leaver: Leaver) -> int:
    """Stop every subscription of this address, and forget what it asked for."""
    subscribers = list(Subscriber.objects.filter(email__iexact=leaver.email))
    for subscriber in subscribers:
        stop_all_subscriptions(subscriber)
    left = Subscriber.objects.filter(pk__in=[one.pk for one in subscribers], email__isnull=False)
    # A subscriber whose subscriptions were all stopped before has no address; this is for one that never had any.
    left.update(email=None, left_at=now())
    return len(subscribers) + Wish.objects.filter(email__iexact=leaver.email).delete()[0]
