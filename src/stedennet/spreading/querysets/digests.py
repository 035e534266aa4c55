"""Reads of the ledger of digests."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F


class DigestQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Windows of the log, by subscription."""

    def under_way(self) -> Self:
        """Handed to the mailing room, and not known to be sent."""
        return self.filter(state="rendered").order_by("pk")

    def last_empty(self, subscriptions: Iterable[Any]) -> Self:
        """The windows without news that these subscriptions ended with: the next one without news goes on there."""
        return self.filter(subscription__in=subscriptions, to_line=F("subscription__position"), state="empty")
