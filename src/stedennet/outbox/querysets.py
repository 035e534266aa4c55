"""Reads of the mail that waits."""

import datetime as dt
from typing import Self

from django.db import models

MOST_ATTEMPTS = 8


class OutgoingMailQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Mail, oldest first."""

    def due(self, moment: dt.datetime) -> Self:
        """What should be sent by now and was not given up."""
        return self.filter(sent_at=None, not_before__lte=moment, attempts__lt=MOST_ATTEMPTS)

    def newest_first(self) -> Self:
        """The newest first."""
        return self.order_by("-id")

    def given_up(self) -> Self:
        """What failed so often that a person must look at it."""
        return self.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS)
