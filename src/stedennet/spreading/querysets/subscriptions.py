"""Reads of subscriptions."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q

from ..rules.choices import Rhythm


class SubscriptionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """What people get, or got."""

    def active(self) -> Self:
        """Not stopped."""
        return self.filter(stopped_at=None)

    def of(self, subscriber: Any) -> Self:
        """Of one address."""
        return self.filter(subscriber=subscriber)

    def for_newsletter(self) -> Self:
        """Those who get the newsletter."""
        return self.active().filter(is_newsletter=True).select_related("subscriber")

    def due(self, moment: dt.datetime, *, head: int) -> Self:
        """Whose digest is due; of those who hear at once only when the log, that ends at `head`, goes on."""
        waiting = ~Q(rhythm=Rhythm.AT_ONCE) | Q(position__lt=head)
        return self.active().filter(waiting, next_at__lte=moment)


class WishQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """What people asked for."""

    def sent_on(self, occasion: str) -> Self:
        """What one opened form asked for one address, the oldest first; a first wish may have only its key `once`."""
        return self.filter(Q(occasion=occasion) | Q(once=occasion)).order_by("pk")

    def asked_for(self, email: str, *, since: dt.datetime) -> int:
        """How many mails an address got for wishes after this moment."""
        return self.filter(email=email, asked_at__gt=since).count()
