"""Reads of the mail that waits."""

import datetime as dt
from typing import Self

from django.db import models

MAX_ATTEMPTS = 8


class OutgoingMailQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Mail, oldest first."""

    def due(self, moment: dt.datetime) -> Self:
        """What should be sent by now and was not given up."""
        return self.filter(sent_at=None, not_before__lte=moment, attempts__lt=MAX_ATTEMPTS)

    def done(self) -> Self:
        """What was sent, or given up."""
        return self.filter(models.Q(sent_at__isnull=False) | models.Q(attempts__gte=MAX_ATTEMPTS))

    def with_words(self) -> Self:
        """What still has an address or words in it."""
        return self.exclude(to="", reply_to="", text="", html="")

    def newest_first(self) -> Self:
        """The newest first."""
        return self.order_by("-id")

    def given_up(self) -> Self:
        """What failed so often that a person must look at it."""
        return self.filter(sent_at=None, attempts__gte=MAX_ATTEMPTS)
