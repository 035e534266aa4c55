"""Reads of everything that holds from one day to another."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows with `begins_on` and `ends_on`; either may be unknown."""

    def on(self, day: dt.date) -> Self:
        """Those that hold on `day`."""
        return self.filter(Q(begins_on=None) | Q(begins_on__lte=day), Q(ends_on=None) | Q(ends_on__gt=day))

    def over_by(self, day: dt.date) -> Self:
        """Those that had ended by `day`, the latest first."""
        return self.filter(ends_on__lte=day).order_by("-ends_on")
