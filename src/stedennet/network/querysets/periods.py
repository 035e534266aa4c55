"""Reads of records that hold for a period."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Records with `begins_on` and `ends_on`; either may be empty."""

    def on(self, day: dt.date) -> Self:
        """Those that hold on `day`."""
        return self.filter(Q(begins_on=None) | Q(begins_on__lte=day), Q(ends_on=None) | Q(ends_on__gt=day))

    def over_by(self, day: dt.date) -> Self:
        """Those that ended by `day`, the latest first."""
        return self.filter(ends_on__lte=day).order_by("-ends_on")
