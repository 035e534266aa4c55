"""Queries on deliveries and servers."""

import datetime as dt
from typing import Self

from django.db import models


class DeliveryQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on deliveries, oldest first."""

    def waiting(self) -> Self:
        """Deliveries neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def due(self, moment: dt.datetime) -> Self:
        """Deliveries to send at `moment`."""
        return self.waiting().filter(not_before__lte=moment)


class HostQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on other servers."""

    def dead(self) -> Self:
        """Servers that we gave up."""
        return self.filter(dead_at__isnull=False)
