"""Reads of the questions that were asked."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Max, Min, Sum


class AskedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Questions by day."""

    def since(self, day: dt.date) -> Self:
        """Those of this day and later."""
        return self.filter(day__gte=day)

    def not_found(self) -> "models.QuerySet[models.Model, dict[str, object]]":
        """Questions without results, the most frequent first, each with `asked` (times) and `last` (day)."""
        return (
            self.values("question", "language")
            .annotate(asked=Sum("times"), most=Max("found"), least=Min("found"), last=Max("day"))
            .filter(least=0)
            .order_by("-asked", "question")
        )
