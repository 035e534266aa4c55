"""Reads of the queue and of the servers."""

import datetime as dt
from typing import Self

from django.db import models


class DeliveryQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """What must go where, oldest first."""

    def waiting(self) -> Self:
        """Neither delivered nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def due(self, moment: dt.datetime) -> Self:
        """What should go by now."""
        return self.waiting().filter(not_before__lte=moment)


class HostQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Servers elsewhere."""

    def dead(self) -> Self:
        """Those that we gave up."""
        return self.filter(dead_at__isnull=False)
