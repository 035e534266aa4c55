"""Queries on deliveries."""

import datetime as dt
from typing import Self

from django.apps import apps
from django.db import models


class MailDeliveryQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on deliveries, in the order in which they were prepared."""

    def due(self, moment: dt.datetime) -> Self:
        """Waiting deliveries that may be sent at `moment`; none of stopped mailings, none during a hold."""
        holds = apps.get_model("mailing", "Hold").objects.filter(in_force=True)
        ready = self.filter(state="waiting", not_before__lte=moment, mailing__stopped_at=None)
        ready = ready.filter(~models.Exists(holds))
        return ready.order_by("not_before", "id")

    def claimed_before(self, moment: dt.datetime) -> Self:
        """Deliveries that a worker claimed before `moment` and did not report on."""
        return self.filter(state="claimed", claimed_at__lt=moment)

    def waiting_in_stopped_mailings(self) -> Self:
        """Deliveries that wait although their mailing was stopped."""
        return self.filter(state="waiting", mailing__stopped_at__isnull=False)

    def claimed_by(self, worker: str) -> Self:
        """Deliveries claimed by this worker."""
        return self.filter(state="claimed", claimed_by=worker)

    def to_erase(self, moment: dt.datetime) -> Self:
        """Deliveries finished before `moment` that still hold an address."""
        return self.filter(done_at__lt=moment).exclude(email="")

    def newest_first(self) -> Self:
        """Newest delivery first."""
        return self.order_by("-id")
