"""Queries of outgoing mail."""

import datetime as dt
from typing import Self

from django.db import models

MAX_ATTEMPTS = 8
"""After this many failures a mail is given up."""


class OutgoingMailQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Outgoing mail, oldest first."""

    def due(self, moment: dt.datetime) -> Self:
        """Mail that should be sent by `moment` and was not given up."""
        return self.filter(sent_at=None, not_before__lte=moment, attempts__lt=MAX_ATTEMPTS)

    def done(self) -> Self:
        """Mail that was sent or given up."""
        return self.filter(models.Q(sent_at__isnull=False) | models.Q(attempts__gte=MAX_ATTEMPTS))

    def with_words(self) -> Self:
        """Mail that still has an address or text."""
        return self.exclude(to="", reply_to="", text="", html="")

    def newest_first(self) -> Self:
        """Mail, newest first."""
        return self.order_by("-id")

    def given_up(self) -> Self:
        """Mail that failed so often that a person must look at it."""
        return self.filter(sent_at=None, attempts__gte=MAX_ATTEMPTS)
