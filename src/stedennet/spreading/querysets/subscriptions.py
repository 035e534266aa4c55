"""Queries on subscriptions and wishes."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from ..rules.choices import Rhythm

if TYPE_CHECKING:
    from ..models import Subscriber


class SubscriptionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on subscriptions."""

    def active(self) -> Self:
        """Subscriptions that were not stopped."""
        return self.filter(stopped_at=None)

    def of(self, subscriber: "Subscriber") -> Self:
        """Subscriptions of one subscriber."""
        return self.filter(subscriber=subscriber)

    def for_newsletter(self) -> Self:
        """Active subscriptions to the newsletter, with their subscribers."""
        return self.active().filter(is_newsletter=True).select_related("subscriber")

    def due(self, moment: dt.datetime, *, head: int) -> Self:
        """Subscriptions whose digest is due; immediate ones only if the log, which ends at `head`, has new lines."""
        waiting = ~Q(rhythm=Rhythm.AT_ONCE) | Q(position__lt=head)
        return self.active().filter(waiting, next_at__lte=moment)


class WishQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on wishes."""

    def sent_on(self, occasion: str) -> Self:
        """Wishes from one opened form for one address, oldest first; a first wish may only have its key `once`."""
        return self.filter(Q(occasion=occasion) | Q(once=occasion)).order_by("pk")

    def asked_for(self, email: str, *, since: dt.datetime) -> int:
        """Count the mails that an address was sent for wishes since this moment."""
        return self.filter(email=email, asked_at__gt=since).count()
