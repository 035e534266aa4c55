"""Reads of deliveries."""

import datetime as dt
from typing import Self

from django.apps import apps
from django.db import models


class MailDeliveryQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Deliveries, in the order in which they were prepared."""

    def due(self, moment: dt.datetime) -> Self:
        """What may be handed over by now, of mailings that nobody stopped; nothing while all mailings stand still."""
        holds = apps.get_model("mailing", "Hold").objects.filter(in_force=True)
        ready = self.filter(state="waiting", not_before__lte=moment, mailing__stopped_at=None)
        ready = ready.filter(~models.Exists(holds))
        return ready.order_by("not_before", "id")

    def claimed_before(self, moment: dt.datetime) -> Self:
        """What a worker took and said nothing about any more."""
        return self.filter(state="claimed", claimed_at__lt=moment)

    def left_behind(self) -> Self:
        """What waits although its mailing was stopped."""
        return self.filter(state="waiting", mailing__stopped_at__isnull=False)

    def mine(self, worker: str) -> Self:
        """What this worker took."""
        return self.filter(state="claimed", claimed_by=worker)

    def to_forget(self, moment: dt.datetime) -> Self:
        """What was done with before `moment` and still names its addressee."""
        return self.filter(done_at__lt=moment).exclude(email="")

    def newest_first(self) -> Self:
        """The newest first."""
        return self.order_by("-id")
