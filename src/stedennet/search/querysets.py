"""Reads of what was asked."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Max, Min, Sum


class AskedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """What was asked, by day."""

    def since(self, day: dt.date) -> Self:
        """From this day on."""
        return self.filter(day__gte=day)

    def not_found(self) -> Any:
        """Questions that nothing was found for, the most asked first: each with `asked` (times) and `last` (day)."""
        return (
            self.values("question", "language")
            .annotate(asked=Sum("times"), most=Max("found"), least=Min("found"), last=Max("day"))
            .filter(least=0)
            .order_by("-asked", "question")
        )
