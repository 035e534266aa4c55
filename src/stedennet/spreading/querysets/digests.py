"""Queries on digests."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F


class DigestQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on digests."""

    def under_way(self) -> Self:
        """Digests handed to the mailing room whose result is not known yet."""
        return self.filter(state="rendered").order_by("pk")

    def last_empty(self, subscriptions: Iterable[int]) -> Self:
        """The last windows of these subscriptions that had no news; the next window without news extends them."""
        return self.filter(subscription__in=subscriptions, to_line=F("subscription__position"), state="empty")
